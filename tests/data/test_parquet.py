"""Parquet as Hugging Face keeps data sets."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from image_files import encode

from wgan.data.arrays import parquet as parquet_module
from wgan.data.opening import open_path
from wgan.data.source import NO_LABEL
from wgan.data.tables.columns import Columns
from wgan.errors import InputError

IMAGES = np.random.default_rng(0).integers(0, 256, (12, 6, 6), np.uint8)
LABELS = np.arange(12) % 3


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    """Two files as Hugging Face has them."""
    note = b'{"info": {"features": {"label": {"names": ["zero", "one", "two"], "_type": "ClassLabel"}}}}'
    for part, rows in enumerate((range(8), range(8, 12))):
        table = pa.table(
            {
                "image": [{"bytes": encode(IMAGES[i]), "path": f"{i}.png"} for i in rows],
                "label": [int(LABELS[i]) for i in rows],
                "person": [f"p{i // 2}" for i in rows],
            }
        ).replace_schema_metadata({b"huggingface": note})
        pq.write_table(table, tmp_path / f"train-{part:05}-of-00002.parquet", row_group_size=3)
    return tmp_path


def test_parquet(parquet: Path) -> None:
    source = open_path(parquet, "", Columns(group="person"))
    assert source.classes == ("zero", "one", "two")
    assert source.labels.tolist() == LABELS.tolist()
    assert source.groups[:3] == ("p0", "p0", "p1")
    contents = {each.at: each.read() for each in source.deliver(np.array([1, 9, 11]))}
    assert contents == {at: encode(IMAGES[at]) for at in (1, 9, 11)}
    one = open_path(parquet / "train-00001-of-00002.parquet", "", Columns("person"))
    assert one.classes == ("p4", "p5")
    with pytest.raises(InputError, match="'x' is no column"):
        open_path(parquet, "", Columns("x"))


def test_parquet_labels(tmp_path: Path) -> None:
    """-1 is Hugging Face's word for no label; lists are refused in one line."""
    path = tmp_path / "a.parquet"

    def write(labels: list[object], feature: object) -> Path:
        images = [encode(each) for each in IMAGES[: len(labels)]]
        note = json.dumps({"info": {"features": {"labels": feature}}}).encode()
        table = pa.table({"image": images, "labels": labels})
        pq.write_table(table.replace_schema_metadata({b"huggingface": note}), path)
        return path

    found = open_path(write([0, 1, -1, None], {"names": ["a", "b"]}))
    assert (found.classes, found.labels.tolist()) == (("a", "b"), [0, 1, -1, -1])
    found = open_path(write([0.5, float("nan"), 1.5], {}))
    assert (found.classes, found.labels.tolist()) == (("0.5", "1.5"), [0, -1, 1])
    for feature in ([{"names": ["a"]}], {}):
        with pytest.raises(InputError, match="several values an image") as caught:
            open_path(write([[0], [0]], feature))
        assert caught.value.option == "label_column"


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setattr(parquet_module, "find_spec", lambda _: None)
    with pytest.raises(InputError, match="python -m pip install pyarrow"):
        open_path(tmp_path / "a.parquet")


def test_every_parquet_file_has_the_columns(parquet: Path) -> None:
    """A part without labels, as that for testing may be, and one that is damaged, are named."""
    second = parquet / "train-00001-of-00002.parquet"
    pq.write_table(pq.read_table(second).drop(["label"]), second)
    with pytest.raises(InputError, match=r"00001-of-00002\.parquet has no column 'label', which"):
        open_path(parquet)
    second.write_bytes(second.read_bytes()[:40])
    with pytest.raises(InputError, match=r"00001-of-00002\.parquet can't be read"):
        open_path(parquet)


def test_parquet_labels_that_are_missing(tmp_path: Path) -> None:
    """An empty text is none; integers with gaps, which are floats there, keep their names."""
    for labels, classes in ((["a", "", None], ("a",)), ([2, None, 1], ("1", "2"))):
        images = [encode(each) for each in IMAGES[:3]]
        pq.write_table(pa.table({"image": images, "label": labels}), tmp_path / "a.parquet")
        found = open_path(tmp_path / "a.parquet")
        assert found.classes == classes
        assert (found.labels == NO_LABEL).sum() == 3 - len(classes)


def write(path: Path, note: bytes = b"", **columns: list) -> None:
    table = pa.table({"image": [encode(IMAGES[0])] * len(next(iter(columns.values()))), **columns})
    pq.write_table(table.replace_schema_metadata({b"huggingface": note} if note else {}), path)


def test_groups_are_the_same_whole_or_with_a_value_missing(tmp_path: Path) -> None:
    """One missing value makes a column of integers one of floats: the same person must stay one group."""
    write(tmp_path / "a.parquet", person=[3, 4])
    write(tmp_path / "b.parquet", person=[3.0, None, float("nan")])
    found = open_path(tmp_path, "", Columns(group="person"))
    assert found.groups == ("3", "4", "3", "", "")


@pytest.mark.parametrize(
    ("values", "classes", "tags"),
    [
        ([["cat", "7"], ["dog"]], ("7", "cat", "dog"), [1, 0, 2]),
        ([[1, 2], ["x"]], ("1", "2", "x"), [0, 1, 2]),
        ([[b"cat", b""]], ("cat",), [0, -1]),
        ([[10.5, 2.0, 10.0]], ("2", "10", "10.5"), [2, 0, 1]),
        ([[0, -2, 0]], ("-2", "0"), [1, 0, 1]),
    ],
)
@pytest.mark.parametrize(
    "note",
    [b"", b"no JSON", b'{"info": null}', b'{"info": {"features": {"label": {"names": ["a"]}}}}'],
)
def test_labels_of_any_type_and_notes_of_any_form(tmp_path: Path, values, classes, tags, note) -> None:  # fmt: skip
    for number, part in enumerate(values):
        write(tmp_path / f"{number}.parquet", note, label=part)
    found = open_path(tmp_path)
    assert found.classes == classes
    assert found.labels.tolist() == tags


def test_files_that_name_their_classes_differently_are_refused(tmp_path: Path) -> None:
    for name, order in (("a", '["cat", "dog"]'), ("b", '["dog", "cat"]')):
        note = f'{{"info": {{"features": {{"label": {{"names": {order}}}}}}}}}'
        write(tmp_path / f"{name}.parquet", note.encode(), label=[0, 1])
    with pytest.raises(InputError, match="name their classes differently"):
        open_path(tmp_path)


def test_of_several_columns_with_bytes_it_is_the_one_called_image(tmp_path: Path) -> None:
    masks = [encode(IMAGES[1])]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"mask": masks, "image": [encode(IMAGES[0])]}), path)
    (found,) = open_path(path).deliver(np.array([0]))
    assert found.read() == encode(IMAGES[0])
    named = {"photo": [encode(IMAGES[0])], "label": [b"cat"], "who": [b"ann"]}
    pq.write_table(pa.table(named), path)
    found = open_path(path, "", Columns(group="who"))
    assert (found.classes, found.groups) == (("cat",), ("ann",))
    assert next(iter(found.deliver(np.array([0])))).read() == encode(IMAGES[0])
    pq.write_table(pa.table({"mask": masks, "photo": masks}), path)
    with pytest.raises(InputError, match=r"several columns with bytes \(mask, photo\)"):
        open_path(path)


def test_large_binaries_and_a_label_beyond_the_names(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    files = [encode(rng.integers(0, 256, (6, 6), np.uint8)) for _ in range(3)]
    note = b'{"info": {"features": {"label": {"names": ["a", "b"]}}}}'
    table = pa.table({"image": pa.array(files, pa.large_binary()), "label": [0, 1, 2]})
    pq.write_table(table.replace_schema_metadata({b"huggingface": note}), tmp_path / "a.parquet")
    found = open_path(tmp_path / "a.parquet")
    assert (found.classes, found.labels.tolist()) == (("0", "1", "2"), [0, 1, 2])
