"""A CSV of pixels as people write it: what names its columns, what numbers its rows, what its classes are."""

from pathlib import Path

import pandas as pd
import pytest
from test_arrays import IMAGES, LABELS, check

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
