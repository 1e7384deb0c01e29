"""A CSV with a row an image and a column a pixel, as Kaggle gives MNIST."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.errors import InputError, reason

FEWEST = 16
"""Pixels of an image."""
USUAL = ("label", "labels", "class", "target", "emotion", "y")
"""What a column of labels is called, in capitals or not."""
NOTHING = ["", "nan", "NaN"]
"""Cells without a value."""


def pixel_table(
    path: Path, label_column: str = ""
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[Any] | None]:
    """Images (N, H * H), values 0..255, and their labels (N,) or None.

    The labels are in the column of that name, in one called as USUAL says, or in the first if there is
    one column too many for a square. A line of names is not needed; an index that pandas wrote is left
    out. Raises InputError if it is no such table.
    """
    try:
        first = pd.read_csv(path, header=None, nrows=1, dtype=str, keep_default_na=False)
        cells = [str(cell) for cell in first.iloc[0]]
        names = cells if _are_names([cell.strip() for cell in cells]) else None
        at = _label_at(names, len(cells), label_column, path)
        frame = pd.read_csv(
            path,
            header=None,
            skiprows=0 if names is None else 1,
            # None and NA may be classes
            keep_default_na=False,
            na_values=NOTHING,
            # read in pieces, one of which may have numbers alone
            dtype=None if at is None else {at: str},
        )
    except (ValueError, OSError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path} is no table: {reason(error)}", option="path") from None
    labels = None if at is None else _numbers_or_texts(frame[at])
    unused = [0] if _is_index(names, frame) else []
    table = frame.drop(columns=unused if at is None else [*unused, at])
    side = math.isqrt(table.shape[1])
    if side * side != table.shape[1] or table.shape[1] < FEWEST:
        raise InputError(
            f"{path} has {table.shape[1]} columns beside the labels, which is no square of pixels; a "
            "table of labels goes with images, which are then the path",
            option="path",
        )
    values = table.to_numpy()
    if values.dtype.kind not in "iu" or values.min(initial=0) < 0 or values.max(initial=0) > 255:
        raise InputError(f"{path} holds pixels that are no whole numbers from 0 to 255")
    return values.astype(np.uint8), labels


def _are_names(cells: list[str]) -> bool:
    """Whether the first row names the columns, rather than being an image whose class is a word."""
    numbers = sum(map(_is_number, cells))
    if numbers == len(cells):
        return cells == [str(at) for at in range(len(cells))]
    # columns may be called by numbers, all of which differ then; pixels repeat
    return 2 * numbers < len(cells) or len(set(cells)) == len(cells)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _is_index(names: list[str] | None, frame: pd.DataFrame) -> bool:
    """Whether the first column is the rows' numbers, which pandas writes under no name."""
    bare = names is not None and (not names[0].strip() or names[0].startswith("Unnamed: "))
    return bare and frame[0].tolist() == list(range(len(frame)))


def _numbers_or_texts(column: "pd.Series[Any]") -> npt.NDArray[Any]:
    """Numbers if all are written as these are: of 007 and 7 one would be lost."""
    texts = column.dropna().str.strip()
    if texts.str.fullmatch(r"-?(0|[1-9]\d{0,14})(\.0+)?").all():
        return np.asarray(pd.to_numeric(column))
    return column.to_numpy(object)


def _label_at(names: list[str] | None, count: int, wanted: str, path: Path) -> int | None:
    """The place of the column of labels among `count`, None if there is none."""
    called = [name.strip() for name in names or map(str, range(count))]
    if wanted:
        if wanted not in called:
            shown = ", ".join(called[:5])
            raise InputError(
                f"{wanted!r} is no column of {path}; it has {shown}, ...", option="label_column"
            )
        return called.index(wanted)
    usual = [at for at, name in enumerate(called) if name.casefold() in USUAL]
    if usual:
        return usual[0]
    if math.isqrt(count - 1) ** 2 != count - 1 or (names and not called[0]):
        return None
    if names and called[0].rstrip("0123456789") == called[1].rstrip("0123456789"):
        raise InputError(
            f"{path} has {count} columns, one too many for a square of pixels, and none of them is "
            f"called {', '.join(USUAL)}: which one has the labels?",
            option="label_column",
        )
    return 0
