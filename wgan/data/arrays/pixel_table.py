"""A CSV with a row an image and a column a pixel, as Kaggle gives MNIST."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.data.tables.sheet import SEPARATORS
from wgan.errors import InputError, reason

FEWEST = 16
"""Pixels of an image."""
USUAL = ("label", "labels", "class", "target", "emotion", "y")
"""What a column of labels is called, in capitals or not."""
INDEX = ("", "id", "index")
"""What a column is called that numbers the rows, in capitals or not; pandas reads its own as Unnamed."""
NOTHING = ["", "nan", "NaN"]
"""Cells without a value."""
ROWS = 4096
"""Read together: a table in memory takes many times the bytes of its pixels."""


def pixel_table(
    path: Path, label_column: str = ""
) -> tuple[npt.NDArray[Any], npt.NDArray[Any] | None]:
    """Images (N, H * H), uint8 where all are whole numbers up to 255, and their labels (N,) or None.

    The labels are in the column of that name, in one called as USUAL says, or in the first if there is
    one column too many for a square. A line of names is not needed; an index that pandas wrote, or a column called
    as INDEX says, is left out. Raises InputError if it is no such table.
    """
    try:
        first = pd.read_csv(path, header=None, nrows=1, dtype=str, keep_default_na=False)
        cells = [str(cell) for cell in first.iloc[0]]
        separator = ","
        if len(cells) == 1:
            separator = max(SEPARATORS, key=cells[0].count)
            cells = cells[0].split(separator)
        names = [cell.strip() for cell in cells]
        named = names if _are_names(names) else None
        unused = [at for at, name in enumerate(named or []) if _is_index(name)]
        at = _label_at(named, len(cells) - len(unused), unused, label_column, path)
        parts = pd.read_csv(
            path,
            sep=separator,
            header=None,
            skiprows=0 if named is None else 1,
            # None and NA may be classes
            keep_default_na=False,
            na_values=NOTHING,
            # read in pieces, one of which may have numbers alone
            dtype=None if at is None else {at: str},
            chunksize=ROWS,
        )
        told, values = [], []
        with parts:
            for part in parts:
                told.append(part[at] if at is not None else None)
                table = part.drop(columns=unused if at is None else [*unused, at])
                values.append(_pixels(table, path))
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text in UTF-8: save it so, as CSV", option="path") from None
    except (ValueError, OSError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path} is no table: {reason(error)}", option="path") from None
    images = np.concatenate(values)
    if at is None:
        return images, None
    labels = _numbers_or_texts(pd.concat(told))
    if named is None and not label_column and _constant(labels) and not _constant(images[:, -1]):
        raise InputError(
            f"{path}: the first column is alike in all rows, the last one, {len(cells) - 1}, is not: which one has "
            "the labels?",
            option="label_column",
        )
    return images, labels


def _pixels(table: pd.DataFrame, path: Path) -> npt.NDArray[Any]:
    """The numbers of some rows, as small as they can be."""
    count = table.shape[1]
    if math.isqrt(count) ** 2 != count or count < FEWEST:
        raise InputError(
            f"{path} has {count} columns beside the labels, which is no square of pixels; a "
            "table of labels goes with images, which are then the path",
            option="path",
        )
    empty = table.isna().any(axis=1).to_numpy()
    if empty.any():
        row = table.index[0] + empty.argmax() + 1
        raise InputError(f"{path}: row {row} of the images lacks pixels")
    values = table.to_numpy()
    if values.dtype.kind not in "iuf":
        raise InputError(f"{path} holds pixels that are no numbers")
    if values.dtype.kind != "f" and values.min() >= 0 and values.max() <= 255:
        return values.astype(np.uint8)
    return values.astype(np.float32)


def _are_names(cells: list[str]) -> bool:
    """Whether the first row names the columns, rather than being an image whose class is a word."""
    numbers = sum(map(_is_number, cells))
    if numbers == len(cells):
        return cells in ([str(first + at) for at in range(len(cells))] for first in (0, 1))
    # columns may be called by numbers, all of which differ then; pixels repeat
    return 2 * numbers < len(cells) or len(set(cells)) == len(cells)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _constant(values: npt.NDArray[Any]) -> bool:
    return bool((values == values[0]).all())


def _is_index(name: str) -> bool:
    return name.casefold() in INDEX or name.startswith("Unnamed: ")


def _numbers_or_texts(column: "pd.Series[Any]") -> npt.NDArray[Any]:
    """Numbers if all are written as these are: of 007 and 7 one would be lost."""
    texts = column.dropna().str.strip()
    if texts.str.fullmatch(r"-?(0|[1-9]\d{0,14})(\.0+)?").all():
        return np.asarray(pd.to_numeric(column))
    return column.to_numpy(object)


def _label_at(
    names: list[str] | None, count: int, unused: list[int], wanted: str, path: Path
) -> int | None:
    """The place of the column of labels, None if there is none; `count` are the columns but for `unused` ones."""
    called = names or [str(at) for at in range(count)]
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
    if count < FEWEST or math.isqrt(count - 1) ** 2 != count - 1:
        return None
    first, second = [at for at in range(len(called)) if at not in unused][:2]
    if names and called[first].rstrip("0123456789") == called[second].rstrip("0123456789"):
        raise InputError(
            f"{path} has {count} columns, one too many for a square of pixels, and none of them is "
            f"called {', '.join(USUAL)}: which one has the labels?",
            option="label_column",
        )
    return first
