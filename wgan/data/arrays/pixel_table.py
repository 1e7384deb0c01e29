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
NOTHING = ["", "nan", "NaN"]
"""Cells without a value."""


def pixel_table(
    path: Path, label_column: str = ""
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[Any] | None]:
    """Images (N, H * H), values 0..255, and their labels (N,) or None.

    The labels are in the column of that name, in the one called label, class, target or emotion, or in
    the first if there is one column too many for a square. A line of names is not needed. Raises
    InputError if it is no such table.
    """
    try:
        first = pd.read_csv(path, header=None, nrows=1, dtype=str, keep_default_na=False)
        cells = [str(cell) for cell in first.iloc[0]]
        named = _are_names([cell.strip() for cell in cells])
        at = _label_at(cells if named else [str(i) for i in range(len(cells))], label_column, path)
        frame = pd.read_csv(
            path,
            header=0 if named else None,
            # None and NA may be classes
            keep_default_na=False,
            na_values=NOTHING,
            # read in pieces, one of which may have numbers alone
            dtype=None if at is None else {cells[at] if named else at: str},
        )
    except (ValueError, OSError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path} is no table: {reason(error)}", option="path") from None
    labels = None if at is None else _numbers_or_texts(frame.iloc[:, at])
    table = frame if at is None else frame.drop(columns=frame.columns[at])
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
    numbers = sum(cell.lstrip("-").isdigit() for cell in cells)
    if numbers == len(cells):
        return False
    # columns may be called by numbers, all of which differ then; pixels repeat
    return 2 * numbers < len(cells) or len(set(cells)) == len(cells)


def _numbers_or_texts(column: "pd.Series[Any]") -> npt.NDArray[Any]:
    try:
        return np.asarray(pd.to_numeric(column))
    except ValueError:
        return column.to_numpy(object)


def _label_at(names: list[str], wanted: str, path: Path) -> int | None:
    if wanted:
        if wanted not in names:
            shown = ", ".join(names[:5])
            raise InputError(
                f"{wanted!r} is no column of {path}; it has {shown}, ...", option="label_column"
            )
        return names.index(wanted)
    for usual in ("label", "class", "target", "emotion"):
        if usual in names:
            return names.index(usual)
    count = len(names)
    return 0 if math.isqrt(count - 1) ** 2 == count - 1 else None
