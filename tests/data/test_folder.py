"""Which files are images, which classes they have, and what is said where nothing fits."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from image_files import flat
from PIL import Image

from wgan.data.files import directory
from wgan.data.files.image_files import image_files
from wgan.data.source import Unreadable
from wgan.data.tables.columns import Columns
from wgan.errors import InputError


def fill(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(flat(9))
    return root


def pack(path: Path, *names: str, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, flat(9))
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return path


def test_classes_are_the_top_folders(tmp_path: Path) -> None:
    source = image_files(fill(tmp_path, "b/1.png", "a/x/y/2.PNG", "a/3.jpeg", "loose.png"))
    assert source.classes == ("a", "b")
    assert source.names == ("a/3.jpeg", "a/x/y/2.PNG", "b/1.png", "loose.png")
    assert source.labels.tolist() == [0, 0, 1, -1]


def test_one_folder_is_one_class_but_stepped_through_in_an_archive(tmp_path: Path) -> None:
    names = ("set/set/1.png", "set/set/2.png")
    source = image_files(fill(tmp_path / "f", *names))
    assert source.classes == ("set",)
    source = image_files(pack(tmp_path / "a.zip", *names, readme="hi"))
    assert source.classes == ()
    assert source.labels.tolist() == [-1, -1]
    assert source.skipped == (("readme.csv", "not an image by its ending"),)


def test_classes_below_the_common_folder_of_an_archive(tmp_path: Path) -> None:
    source = image_files(pack(tmp_path / "a.zip", "set/cats/1.png", "set/dogs/a/2.png"))
    assert source.classes == ("cats", "dogs")
    assert source.labels.tolist() == [0, 1]
    assert image_files(pack(tmp_path / "b.zip", "cats/1.png", "cats2/2.png")).classes == (
        "cats",
        "cats2",
    )
    assert image_files(pack(tmp_path / "c.zip", "1.png", "cats/2.png")).labels.tolist() == [-1, 0]


TABLE = "image_id,Blond_Hair\n1.png,1\n2.png,-1\n9.png,1\n"


@pytest.mark.parametrize("labels", ["list_attr.csv", "meta/list_attr.csv"])
def test_a_table_in_the_source(tmp_path: Path, labels: str) -> None:
    root = fill(tmp_path, "faces/1.png", "faces/2.png", "faces/3.png")
    (root / "meta").mkdir()
    (root / "meta/list_attr.csv").write_text(TABLE)
    source = image_files(root, labels, Columns("Blond_Hair"))
    assert source.classes == ("not Blond_Hair", "Blond_Hair")
    assert source.names == ("faces/1.png", "faces/2.png")
    assert source.labels.tolist() == [1, 0]
    assert source.skipped == (("faces/3.png", f"not in {labels}"),)
    assert source.origin == {
        "files": 3,
        "labels": {"file_column": "image_id", "column": "Blond_Hair", "rows": 3, "images": 2},
    }
    assert len(list(source.deliver(np.array([1])))) == 1


def test_a_table_in_an_archive_and_beside_it(in_tmp: Path) -> None:
    names = ("faces/1.png", "faces/2.png")
    inside = image_files(
        pack(in_tmp / "a.zip", *names, list_attr=TABLE), "list_attr.csv", Columns("Blond_Hair")
    )
    (in_tmp / "outside.csv").write_text(TABLE)
    outside = image_files(pack(in_tmp / "b.zip", *names), "outside.csv", Columns("Blond_Hair"))
    for source in (inside, outside):
        assert source.labels.tolist() == [1, 0]
        assert source.skipped == ()


def test_faults(in_tmp: Path) -> None:
    root = fill(in_tmp / "f", "1.png", "a/t.csv", "b/t.csv")
    (in_tmp / "other.csv").write_text("id,n\nx.png,1\n")
    pack(in_tmp / "f" / "packed.zip", "1.png")
    for arguments, message in [
        ((Path("nowhere"),), "nowhere does not exist"),
        ((Path("other.csv"),), "neither a folder nor an archive"),
        ((root, "", Columns("n")), "without labels, the file"),
        ((root, "nowhere.csv"), "neither in .*/f nor in the working folder"),
        ((root, "t.csv"), "t.csv may be a/t.csv and b/t.csv"),
        (
            (root, "other.csv"),
            "labels none of the 1 images; the first is 1.png, the first row x.png",
        ),
    ]:
        with pytest.raises(InputError, match=message):
            image_files(*arguments)


def test_nothing_to_use(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it holds no files"):
        image_files(tmp_path)
    (tmp_path / "set.zip").write_bytes(b"")
    with pytest.raises(
        InputError, match=r"none of its files is an image .*; to read set\.zip, give"
    ):
        image_files(tmp_path)
    with pytest.raises(InputError, match=r"set\.zip is damaged"):
        image_files(tmp_path / "set.zip")
    pack(tmp_path / "set.zip", "../1.png")
    with pytest.raises(InputError, match=r"none of its files can be used \(../1.png: its path"):
        image_files(tmp_path / "set.zip")


def test_the_table_of_that_very_path_counts(tmp_path: Path) -> None:
    root = fill(tmp_path, "1.png", "2.png")
    (root / "list.csv").write_text("id,n\n1.png, x \n2.png,y\n")
    (root / "old").mkdir()
    (root / "old/list.csv").write_text("id,n\n1.png,z\n")
    assert image_files(root, "list.csv", Columns("n")).classes == ("x", "y")


def test_files_without_an_ending_are_known_by_their_content(tmp_path: Path) -> None:
    fill(tmp_path, "a/one", "b/two.png")
    (tmp_path / "README").write_text("words")
    (tmp_path / "photo.HEIC").write_bytes(b"x")
    source = image_files(tmp_path)
    assert source.names == ("a/one", "b/two.png")
    assert source.skipped == (
        ("README", "not an image by its ending"),
        ("photo.HEIC", "HEIC, which is not read: convert it to PNG"),
    )
    packed = image_files(pack(tmp_path / "a.zip", "a/one", "b/two.png"))
    assert packed.names == source.names
    with pytest.raises(InputError, match="some are HEIC, which is not read"):
        image_files(fill(tmp_path / "only", "1.heic"))


def test_a_stack_of_pages_is_noted(tmp_path: Path) -> None:
    pages = [Image.new("L", (6, 6), grey) for grey in (1, 2)]
    pages[0].save(tmp_path / "1.tif", save_all=True, append_images=pages[1:])
    pages[0].save(tmp_path / "2.tif")
    source = image_files(tmp_path)
    for delivery in source.deliver(np.arange(2)):
        delivery.read()
    assert source.remarks == [("1.tif", "several pages, of which the first is taken")]


def test_a_file_too_large_to_be_an_image_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "LARGEST_FILE", 10)
    (tmp_path / "a.png").write_bytes(b"x" * 11)
    (each,) = directory.list_directory(tmp_path).deliver(np.arange(1))
    with pytest.raises(Unreadable, match="11 bytes, more than 10"):
        each.read()
