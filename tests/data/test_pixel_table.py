"""A CSV of pixels as people write it: what names its columns, what numbers its rows, what its classes are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_arrays import IMAGES, LABELS, check

from wgan.data.arrays import pixel_table
from wgan.data.opening import open_path
from wgan.data.tables.columns import Columns
from wgan.errors import InputError


def test_csv_whose_classes_are_numbers_and_words(tmp_path: Path) -> None:
    """Sorted by class a piece of the file has numbers alone; and so may one of two files have."""
    count = 5000
    rows = [f"{'7' if i < count - 20 else 'x'},{','.join(['3'] * 784)}" for i in range(count)]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    found = open_path(tmp_path / "a.csv")
    assert found.classes == ("7", "x")
    assert found.labels[-21:].tolist() == [0] + [1] * 20
    for name, label in (("a.csv", "10"), ("b.csv", "x")):
        (tmp_path / name).write_text("\n".join([f"{label},{','.join(['3'] * 36)}"] * 4) + "\n")
    found = open_path(tmp_path)
    assert (found.classes, found.labels.tolist()) == (("10", "x"), [0] * 4 + [1] * 4)


@pytest.mark.parametrize("index", [False, True])
def test_csv_as_pandas_writes_it(tmp_path: Path, index: bool) -> None:
    """Its columns are called 0 to 35; an index, under no name, is neither an image nor a label."""
    frame = pd.DataFrame(IMAGES.reshape(12, 36))
    frame.to_csv(tmp_path / "a.csv", index=index)
    check(open_path(tmp_path / "a.csv"), tags=None)
    for at, name in ((36, "Label"), (0, " y")):
        labelled = frame.copy()
        labelled.insert(at, name, LABELS)
        labelled.to_csv(tmp_path / "a.csv", index=index)
        check(open_path(tmp_path / "a.csv"))


def test_csv_whose_label_is_called_otherwise(tmp_path: Path) -> None:
    """The first column is no class where it is called as the second is."""
    frame = pd.DataFrame(IMAGES.reshape(12, 36)).add_prefix("p")
    frame["digit"] = LABELS
    frame.to_csv(tmp_path / "a.csv", index=False)
    with pytest.raises(InputError, match=r"none of them is called label.*which one") as caught:
        open_path(tmp_path / "a.csv")
    assert caught.value.option == "label_column"
    check(open_path(tmp_path / "a.csv", "", Columns("digit")))


def test_csv_labels_as_they_are_written(tmp_path: Path) -> None:
    texts = ["007", "07", "7"] * 4
    rows = [
        f"{text},{','.join(map(str, image.ravel()))}"
        for text, image in zip(texts, IMAGES, strict=True)
    ]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    found = open_path(tmp_path / "a.csv")
    assert (found.classes, found.labels.tolist()) == (("007", "07", "7"), [0, 1, 2] * 4)


def test_a_column_that_numbers_the_rows_is_no_class(tmp_path: Path) -> None:
    """As Kaggle's test.csv has it, beside which a train.csv has labels."""
    frame = pd.DataFrame(IMAGES.reshape(12, 36)).add_prefix("pixel")
    last = frame.assign(kind=LABELS, id=range(12))[["kind", *frame, "id"]]
    last.to_csv(tmp_path / "a.csv", index=False)
    check(open_path(tmp_path / "a.csv"))
    for name in ("id", "Index", "Unnamed: 0"):
        frame.assign(**{name: range(7, 19)})[[name, *frame]].to_csv(tmp_path / "a.csv", index=False)
        check(open_path(tmp_path / "a.csv"), tags=None)
        frame.assign(**{name: range(12), "label": LABELS})[[name, *frame, "label"]].to_csv(
            tmp_path / "a.csv", index=False
        )
        check(open_path(tmp_path / "a.csv"))


def test_a_last_column_that_may_be_the_labels_is_asked_for(tmp_path: Path) -> None:
    """Without a head; the first pixel is always black."""
    images = IMAGES.reshape(12, 36).copy()
    images[:, 0] = 0
    rows = pd.DataFrame(images).assign(y=LABELS)
    rows.to_csv(tmp_path / "a.csv", index=False, header=False)
    with pytest.raises(InputError, match="the last one, 36, is not: which one") as caught:
        open_path(tmp_path / "a.csv")
    assert caught.value.option == "label_column"
    found = open_path(tmp_path / "a.csv", "", Columns("36"))
    assert found.labels.tolist() == LABELS.tolist()
    # images of one class, whose corners are black
    images[:, -1] = 0
    rows = pd.DataFrame(images)
    rows.insert(0, "y", 7)
    rows.to_csv(tmp_path / "a.csv", index=False, header=False)
    assert open_path(tmp_path / "a.csv").classes == ("7",)


@pytest.mark.parametrize("kind", ["shares", "whole floats", "from 1", "semicolons"])
def test_pixels_as_others_write_them(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame(IMAGES.reshape(12, 36))
    if kind == "from 1":
        frame.columns = range(1, 37)
    else:
        frame = frame / 255 if kind == "shares" else frame.astype(float)
    frame.to_csv(tmp_path / "a.csv", index=False, sep=";" if kind == "semicolons" else ",")
    found = open_path(tmp_path / "a.csv")
    images = [each.read() for each in found.deliver(np.arange(len(found.names)))]
    np.testing.assert_allclose(np.stack(images), IMAGES, atol=1e-4)


def test_a_table_in_utf_16_says_how_to_save_it(tmp_path: Path) -> None:
    text = pd.DataFrame(IMAGES.reshape(12, 36)).to_csv(index=False)
    (tmp_path / "a.csv").write_text(text, encoding="utf-16")
    with pytest.raises(InputError, match="no text in UTF-8: save it so, as CSV"):
        open_path(tmp_path / "a.csv")


def test_a_row_of_a_later_part_is_told_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pixel_table, "ROWS", 2)
    rows = [",".join(["3"] * 16)] * 5
    rows[3] = rows[3][:-1]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    with pytest.raises(InputError, match="row 4 of the images lacks pixels"):
        open_path(tmp_path / "a.csv")


@pytest.mark.parametrize("name", ["label", "LABELS", "class", "target", "emotion", "y"])
def test_what_labels_are_usually_called_and_what_is_none(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame(np.random.default_rng(0).integers(0, 256, (6, 36))).add_prefix("p")
    frame.insert(20, name, ["a", "b", "nan", "NaN", "", "None"])
    frame.to_csv(tmp_path / "a.csv", index=False)
    found = open_path(tmp_path / "a.csv")
    assert found.classes == ("None", "a", "b")
    assert found.labels.tolist() == [1, 2, -1, -1, -1, 0]
