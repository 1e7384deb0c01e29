"""Classes from a table of attributes: what its columns say of each image."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wgan.data.source import NO_LABEL, Indices, Skipped
from wgan.data.tables.columns import Columns, choose
from wgan.data.tables.matching import path
from wgan.data.tables.sheet import read_sheet
from wgan.errors import InputError

NO_GROUP = {"", "NA", "NaN", "nan"}
"""What R and pandas write for nothing: as a group it would hold all that have none."""


@dataclass(frozen=True)
class Labels:
    """What a table says of the images."""

    file_column: str
    column: str
    classes: tuple[str, ...]
    labels: Indices
    """(N,) index into `classes`; -1 where the table says nothing."""
    rows: int
    """Different names of files in the table."""
    skipped: list[Skipped]
    """The images with label -1, and why."""
    groups: list[str]
    """(N,) the cell of the column of groups; empty if none was asked for."""


def read_labels(data: bytes, name: str, images: Sequence[str], wanted: Columns) -> Labels:
    """Read the class of each image out of a table in a file called `name`.

    Values that are 1 and -1 become the classes `not COLUMN` and `COLUMN`; others are classes by their
    text, in order of number or alphabet. Raises InputError, with the row where one is at fault.
    """
    sheet = read_sheet(data, name)
    found = choose(sheet, name, images, wanted)
    paths = [path(cell) for cell in sheet.column(found.files)]
    values = sheet.column(found.labels)
    groups = sheet.column(found.groups) if found.groups is not None else []
    where = [f"{name}, line {line}" for line in sheet.lines]
    by_path = _one_each(paths[found.start :], values[found.start :], where[found.start :], "labels")
    if groups:
        _one_each(paths[found.start :], groups[found.start :], where[found.start :], "group_column")
    column = found.names[found.labels]
    classes, index = _classes(set(by_path.values()) - {""}, column)
    rows = found.rows.tolist()
    _refuse_two_for_one(rows, paths, images, name)
    labels = np.array([index.get(values[row], NO_LABEL) if row >= 0 else NO_LABEL for row in rows])
    return Labels(
        file_column=found.names[found.files],
        column=column,
        classes=classes,
        labels=labels.astype(np.int64),
        rows=len(by_path),
        skipped=[
            (image, f"not in {name}" if row < 0 else f"no {column} in {name}")
            for image, row, label in zip(images, rows, labels.tolist(), strict=True)
            if label == NO_LABEL
        ],
        groups=[groups[row] if row >= 0 and groups[row] not in NO_GROUP else "" for row in rows]
        if groups
        else [],
    )


def _one_each(paths: list[str], cells: list[str], where: list[str], option: str) -> dict[str, str]:
    """The cell of each path. Raises InputError for a path with two that differ."""
    found: dict[str, str] = {}
    for path_, cell, place in zip(paths, cells, where, strict=True):
        before = found.setdefault(path_, cell)
        if before != cell:
            raise InputError(
                f"{place}: {path_} again, with {cell!r} after {before!r}", option=option
            )
    return found


def _refuse_two_for_one(
    rows: list[int], paths: list[str], images: Sequence[str], name: str
) -> None:
    owner: dict[str, str] = {}
    for row, image in zip(rows, images, strict=True):
        if row < 0:
            continue
        if paths[row] in owner:
            raise InputError(
                f"{name} has one row {paths[row]} for two images, {owner[paths[row]]} and {image}",
                option="labels",
            )
        owner[paths[row]] = image


def _classes(values: set[str], column: str) -> tuple[tuple[str, ...], dict[str, int]]:
    if {_number(value) for value in values} == {1, -1}:
        index = {value: int(_number(value) == 1) for value in values}
        return (f"not {column}", column), index
    classes = tuple(
        sorted(values, key=lambda value: (_number(value) is None, _number(value) or 0, value))
    )
    return classes, {value: label for label, value in enumerate(classes)}


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    # NaN has no place in an order
    return number if abs(number) < float("inf") else None
