"""Files that hold all images at once, in the forms that people have them."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from image_files import encode, flat
from test_idx import idx

from wgan.data.arrays import numpy_files
from wgan.data.opening import open_path
from wgan.data.source import Source
from wgan.data.tables.columns import Columns
from wgan.errors import InputError

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (12, 6, 6), np.uint8)
LABELS = np.arange(12) % 3


def delivered(source: Source) -> list[np.ndarray]:
    found = sorted(source.deliver(np.arange(len(source.names))), key=lambda each: each.at)
    return [np.asarray(each.read()) for each in found]


def check(source: Source, images: np.ndarray = IMAGES, tags: np.ndarray | None = LABELS) -> None:
    np.testing.assert_array_equal(delivered(source), images)
    expected = ["-" if tags is None else str(tag) for tag in (LABELS if tags is None else tags)]
    assert [source.classes[tag] if tag >= 0 else "-" for tag in source.labels] == expected
    assert len(set(source.names)) == len(source.names)


def test_npz_as_keras_has_it(tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, x_train=IMAGES[:8], y_train=LABELS[:8], x_test=IMAGES[8:], y_test=LABELS[8:])
    for place in (path, tmp_path):
        source = open_path(place)
        check(source)
        assert source.origin["parts"] == {"mnist.npz:x_train": 8, "mnist.npz:x_test": 4}
        assert set(source.origin["files"]) == {"mnist.npz"}
    np.savez(path, arr_0=IMAGES, arr_1=LABELS)
    check(open_path(path))
    np.savez(path, train_images=IMAGES, train_labels=LABELS[:, None])
    check(open_path(path))
    np.savez(path, images=IMAGES)
    check(open_path(path), tags=None)


def test_npy_with_and_without_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.npy"
    np.save(path, IMAGES)
    np.save(tmp_path / "y.npy", LABELS)
    check(open_path(path), tags=None)
    check(open_path(path, "y.npy"))
    monkeypatch.chdir(tmp_path)
    check(open_path(Path("x.npy"), "y.npy"))
    with pytest.raises(InputError, match=r"z\.npy is neither beside") as caught:
        open_path(path, "z.npy")
    assert caught.value.option == "labels"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_idx_finds_its_labels(tmp_path: Path, pack) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(pack(idx(IMAGES)))
    check(open_path(path), tags=None)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(pack(idx(LABELS.astype(np.uint8))))
    for place in (path, tmp_path):
        check(open_path(place))


# without a head the first column is taken for the labels, as in the published files
@pytest.mark.parametrize(("head", "at"), [(True, 0), (True, 36), (False, 0)])
def test_csv_of_pixels(tmp_path: Path, head: bool, at: int) -> None:
    rows = np.insert(IMAGES.reshape(12, 36).astype(int), at, LABELS, axis=1)
    names = [f"pixel{i}" for i in range(36)]
    names.insert(at, "label")
    lines = [",".join(map(str, row)) for row in rows]
    path = tmp_path / "train.csv"
    path.write_text("\n".join([*([",".join(names)] if head else []), *lines]) + "\n")
    for place in (path, tmp_path):
        check(open_path(place))


def test_csv_without_labels(tmp_path: Path) -> None:
    path = tmp_path / "test.csv"
    np.savetxt(path, IMAGES.reshape(12, 36), "%d", ",")
    check(open_path(path), tags=None)


def test_csv_whose_classes_are_words(tmp_path: Path) -> None:
    """Without a head; None and NA are words as well, nan and an empty cell are no class."""
    words = ["None", "NA", "cat", "cat", "", "nan"]
    rows = [
        ",".join([word, *map(str, image.ravel())])
        for word, image in zip(words, IMAGES, strict=False)
    ]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    found = open_path(tmp_path / "a.csv")
    assert len(found.names) == 6
    assert found.classes == ("NA", "None", "cat")
    assert found.labels.tolist() == [1, 0, 2, 2, -1, -1]


def test_csv_whose_columns_are_called_by_numbers(tmp_path: Path) -> None:
    rows = np.insert(IMAGES.reshape(12, 36).astype(int), 36, LABELS, axis=1)
    head = ",".join([*map(str, range(36)), "label"])
    np.savetxt(tmp_path / "a.csv", rows, "%d", ",", header=head, comments="")
    check(open_path(tmp_path / "a.csv"))


def test_images_without_endings_beside_a_table(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"img{number}").write_bytes(encode(IMAGES[number]))
    (tmp_path / "LICENSE").write_text("MIT")
    (tmp_path / "t.csv").write_text("file,pet\nimg0,cat\nimg1,dog\n")
    assert len(open_path(tmp_path).names) == 3
    found = open_path(tmp_path, "t.csv")
    assert found.classes == ("cat", "dog")
    assert sorted(found.skipped) == [
        ("LICENSE", "not an image by its ending"),
        ("img2", "not in t.csv"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,label\na.png,x\n", "no square of pixels; a table of labels goes with images"),
        ("", "no table"),
        (",".join(["70000"] * 16) + "\n", "values from 70000 to 70000"),
        (",".join(["x", "1"] * 8) + "\n", "no numbers"),
        (
            ",".join(["1"] * 16) + "\n" + ",".join(["1"] * 9) + "\n",
            "row 2 of the images lacks pixels",
        ),
        ("a;b\n1;2\n", "2 columns beside the labels"),
    ],
)
def test_csv_faults(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(InputError, match=message):
        open_path(tmp_path / "a.csv")


def test_pickles_are_never_loaded(tmp_path: Path) -> None:
    objects = np.array([{"a": 1}, None], dtype=object)
    np.save(tmp_path / "a.npy", objects, allow_pickle=True)
    np.savez(tmp_path / "a.npz", x=objects)
    for name in ("a.npy", "a.npz"):
        with pytest.raises(InputError, match="could run code"):
            open_path(tmp_path / name)


def test_damaged_and_odd_files(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"PK\3\4junk")
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPYjunk")
    for name in ("a.npz", "a.npy"):
        with pytest.raises(InputError, match="can't be read"):
            open_path(tmp_path / name)
    np.savez(tmp_path / "b.npz", a=np.zeros(3))
    with pytest.raises(InputError, match=r"holds no images .* but a \(3,\)"):
        open_path(tmp_path / "b.npz")
    np.savez(tmp_path / "b.npz", x_train=IMAGES, y_train=LABELS, x_test=IMAGES)
    with pytest.raises(InputError, match="x_test has no labels, and others have"):
        open_path(tmp_path / "b.npz")
    for columns in (Columns(file="a"), Columns(group="a")):
        with pytest.raises(InputError, match="holds arrays"):
            open_path(tmp_path / "b.npz", "", columns)


@pytest.mark.parametrize(
    ("name", "given", "option"),
    [
        ("x.npz", {"labels": "y.npy"}, "labels"),
        ("x.csv", {"labels": "y.npy"}, "labels"),
        ("x.npz", {"columns": Columns("class")}, "label_column"),
        ("x.npy", {"columns": Columns("class")}, "label_column"),
        ("x.npy", {"columns": Columns(file="name")}, "file_column"),
        ("x.npy", {"columns": Columns(group="person")}, "group_column"),
    ],
)
def test_options_that_a_kind_has_no_use_for_are_refused(
    tmp_path: Path, name: str, given: dict, option: str
) -> None:
    np.savez(tmp_path / "x.npz", x=IMAGES, y=LABELS)
    np.save(tmp_path / "x.npy", IMAGES)
    np.save(tmp_path / "y.npy", LABELS)
    np.savetxt(tmp_path / "x.csv", IMAGES.reshape(12, 36), fmt="%d", delimiter=",")
    open_path(tmp_path / name)
    with pytest.raises(InputError) as caught:
        open_path(tmp_path / name, **given)
    assert caught.value.option == option


def test_an_npz_gives_its_labels_or_says_why_not(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    np.savez(path, x=IMAGES, y=np.eye(17)[LABELS])  # 17 numbers a row, which are no 4x4 images
    assert open_path(path).labels.tolist() == LABELS.tolist()
    np.savez(path, x=IMAGES, y=np.eye(16)[LABELS])
    assert open_path(path).labels.tolist() == LABELS.tolist()
    np.savez(path, x=IMAGES, classes=LABELS, ids=np.arange(12))
    check(open_path(path))
    for wrong in (LABELS[:9], np.stack([LABELS, LABELS], axis=1)):
        np.savez(path, x_train=IMAGES, y_train=wrong)
        with pytest.raises(InputError, match=r"x_train has 12 images, y_train the shape"):
            open_path(path)


def test_files_of_several_kinds_and_labels_of_another_form(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=IMAGES)
    np.save(tmp_path / "b.npy", IMAGES)
    (tmp_path / "c.csv").write_text("0,1\n")
    with pytest.raises(InputError, match=r"several kinds \(a\.npz, c\.csv\); give one"):
        open_path(tmp_path)
    with pytest.raises(InputError, match=r"c\.csv is neither \.npy nor IDX") as caught:
        open_path(tmp_path / "b.npy", "c.csv")
    assert caught.value.option == "labels"


def test_a_folder_of_npy_files_says_to_name_one(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", IMAGES)
    with pytest.raises(InputError, match=r"to read x\.npy, give its own path"):
        open_path(tmp_path)


def test_a_folder_of_images_is_none_of_arrays(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(flat(1))
    np.save(tmp_path / "x.npy", IMAGES)
    assert open_path(tmp_path).names == ("1.png",)


def test_labels_of_parts_in_different_forms(tmp_path: Path) -> None:
    labels = LABELS.copy()
    labels[0] = 2  # all three in either part
    np.savez(
        tmp_path / "a.npz",
        x_train=IMAGES[:8],
        y_train=np.eye(3)[labels[:8]],
        x_test=IMAGES[8:],
        y_test=labels[8:, None],
    )
    found = open_path(tmp_path / "a.npz")
    assert found.classes == ("0", "1", "2")
    assert found.labels.tolist() == labels.tolist()


def test_hidden_folders_beside_files_of_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", IMAGES)
    (tmp_path / ".cache").mkdir()
    assert len(open_path(tmp_path).names) == len(IMAGES)
    (tmp_path / "seen").mkdir()
    with pytest.raises(InputError, match=r"to read a\.npz, give its own path"):
        open_path(tmp_path)


def test_latents_beside_images_are_none(tmp_path: Path) -> None:
    latents = np.random.default_rng(0).normal(size=(12, 64))
    np.savez(tmp_path / "a.npz", images=IMAGES, z=latents)
    check(open_path(tmp_path / "a.npz"), tags=None)


def test_numbers_and_names_of_images_are_no_classes(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    for beside in (np.arange(12), np.linspace(0, 1, 12), np.arange(12).astype(str)):
        np.savez(path, images=IMAGES, beside=beside)
        check(open_path(path), tags=None)
    np.savez(path, images=IMAGES, kind=LABELS, quality=np.linspace(0, 1, 12))
    check(open_path(path))
    np.savez(path, IMAGES, LABELS.astype(float))
    check(open_path(path))
    np.savez(path, images=IMAGES, kind=np.arange(12) % 7)
    assert len(open_path(path).classes) == 7


def test_a_pickle_beside_images_is_left_out(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", imgs=IMAGES, y=LABELS, metadata=np.array({"a": 1}, object))
    check(open_path(tmp_path / "a.npz"))
    np.savez(tmp_path / "a.npz", x_train=IMAGES, y_train=np.array(["cat", "dog"] * 6, object))
    with pytest.raises(InputError, match="y_train, can't be read: it holds Python objects"):
        open_path(tmp_path / "a.npz")


def test_a_single_number_is_no_label_of_each(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", IMAGES)
    np.save(tmp_path / "y.npy", np.array(3))
    with pytest.raises(InputError, match="12 images and 1 labels"):
        open_path(tmp_path / "x.npy", "y.npy")


def test_an_archive_of_arrays_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros((40, 6, 6), np.uint8))
    monkeypatch.setattr(numpy_files, "LARGEST", 1000)
    with pytest.raises(InputError, match=r"more than 1,000; save \.npy files"):
        open_path(tmp_path / "a.npz")
