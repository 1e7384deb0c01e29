"""Which columns of a table hold the names of files and the classes, and whether they have names."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wgan.data.files.names import ENDINGS
from wgan.data.source import Indices
from wgan.data.tables.matching import Match, Names
from wgan.errors import InputError

if TYPE_CHECKING:
    from wgan.data.tables.sheet import Sheet

_SHOWN = 50
"""Columns that a message names, at most."""


@dataclass(frozen=True)
class Columns:
    """The columns that are asked for by name; an empty name leaves the choice to the table."""

    label: str = ""
    file: str = ""
    group: str = ""


@dataclass(frozen=True)
class Chosen:
    """What was found: numbers of columns, their names, and the row of each image."""

    names: list[str]
    start: int
    """The first row that is no row of names."""
    files: int
    labels: int
    groups: int | None
    rows: Indices
    """(N,) the row of the sheet for each image, -1 where there is none."""


def choose(sheet: "Sheet", name: str, images: Sequence[str], wanted: Columns) -> Chosen:
    """Find the columns of the sheet of the file `name`.

    File names are in the column whose cells are names of images. The first row holds names of
    columns unless it is the row of an image. Without a name for the labels the only column beside
    counts, where an index that pandas wrote is none. Raises InputError where that leaves a doubt.
    """
    header = sheet.row(0)
    known = Names(images)
    files, match = _files(sheet, known, name, wanted)
    told = sheet.named or any(each and each in header for each in (wanted.label, wanted.file))
    start = int(told or not _is_row(header[files], match))
    names = [(header[at] if start else "") or f"column {at + 1}" for at in range(len(header))]
    rows = np.where(match.rows < start, -1, match.rows)
    others = [at for at in range(len(names)) if at != files]
    groups = _named(names, others, wanted.group, name, "group_column") if wanted.group else None
    if wanted.label:
        labels = _named(names, others, wanted.label, name, "label_column")
    else:
        left = [at for at in others if at != groups and not (start and _is_index(sheet, at))]
        if len(left) != 1:
            raise _no_choice(names, left, name, "label_column")
        labels = left[0]
    if rows.max(initial=-1) < 0:
        raise InputError(_why_none(sheet, name, images, files, start), option="labels")
    return Chosen(names, start, files, labels, groups, rows)


def _files(sheet: "Sheet", known: Names, name: str, wanted: Columns) -> tuple[int, Match]:
    header = sheet.row(0)
    every = range(len(header))
    if wanted.file:
        numbered = [f"column {at + 1}" for at in every]
        at = (
            numbered.index(wanted.file)
            if wanted.file in numbered
            else _named(header, list(every), wanted.file, name, "file_column")
        )
        return at, known.match(sheet.column(at))
    found = {at: known.match(sheet.column(at)) for at in every if known.may_match(sheet.values(at))}
    if not any(match.whole for match in found.values()):
        # numbers and words may be names without their endings, or classes
        named = [at for at in every if _are_names(sheet.values(at))]
        found = {
            at: match
            for at, match in found.items()
            if header[at] != wanted.label and 2 * len(sheet.values(at)) > len(sheet.lines)
        }
        found = {at: known.match(sheet.column(at)) for at in named} or found
    # an index that pandas wrote finds 0.png to 99.png, whatever its rows are of
    found = {at: match for at, match in found.items() if not _is_index(sheet, at)} or found
    if not found:
        return 0, known.match([])
    most = max(match.found for match in found.values())
    # an index of rows finds 0.png as well, but without its ending
    best = {at: match for at, match in found.items() if match.found == most}
    whole = max(match.whole for match in found.values())
    best = {at: match for at, match in best.items() if match.whole == whole} or found
    first, *others = best
    for other in others:
        differ = np.flatnonzero(best[first].rows != best[other].rows)
        if len(differ):
            image = int(differ[0])
            readings = " or ".join(
                f"{_row(sheet, int(best[at].rows[image]))} by {header[at] or f'column {at + 1}'}"
                for at in (first, other)
            )
            raise InputError(
                f"{name}: two columns may name the files; {known.images[image]} is {readings}",
                option="file_column",
            )
    return first, best[first]


def _row(sheet: "Sheet", row: int) -> str:
    if row < 0:
        return "in no line"
    shown = ",".join(sheet.row(row)[:5])
    return f"in line {sheet.lines[row]} ({shown})"


def _is_row(cell: str, match: Match) -> bool:
    """Whether the first cell of the column of files is the name of one, not of the column."""
    if cell.lower().endswith(ENDINGS) or re.fullmatch(r"[0-9]+", cell):
        return True
    # a column called `cover` is no row of cover.png, where others are named with their ending
    return bool((match.rows == 0).any()) and not match.whole


def _are_names(cells: set[str]) -> bool:
    """Whether most cells end as image files do."""
    return 2 * sum(cell.lower().endswith(ENDINGS) for cell in cells) >= len(cells)


def _is_index(sheet: "Sheet", at: int) -> bool:
    head, *cells = sheet.column(at)
    unnamed = not head or head.startswith("Unnamed: ")
    return unnamed and cells == [str(number) for number in range(len(cells))]


def _no_choice(names: list[str], choices: list[int], name: str, option: str) -> InputError:
    """Of none, or of several, columns no one can be taken: list them."""
    ask = (
        "name the one that gives the class"
        if choices
        else "commas, semicolons and tabs separate them"
    )
    return InputError(f"of the columns of {name}, {_listed(names, choices)}: {ask}", option=option)


def _listed(names: list[str], choices: list[int]) -> str:
    return ", ".join(names[at] for at in choices[:_SHOWN]) or "none beside the file names"


def _named(names: list[str], choices: list[int], column: str, name: str, option: str) -> int:
    found = [at for at in choices if names[at] == column]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{name} has {column!r} more than once", option=option)
    known = [names[at] for at in choices]
    near = difflib.get_close_matches(column, known, n=1, cutoff=0.0)
    hint = f" (did you mean {near[0]}?)" if near else ""
    bare = (
        ", which has no line of names"
        if names == [f"column {n + 1}" for n in range(len(names))]
        else ""
    )
    raise InputError(
        f"{column!r} is no column of {name}{bare}{hint}; it has {_listed(names, choices)}",
        option=option,
    )


def _why_none(sheet: "Sheet", name: str, images: Sequence[str], files: int, start: int) -> str:
    first = sheet.column(files)[start] if len(sheet.cells) > start else "missing"
    message = f"{name} labels none of the {len(images)} images; the first is {images[0]}, the first row {first}"
    stem = images[0].rpartition("/")[2].partition(".")[0]
    if stem.startswith("0") and first.isdigit() and len(first) < len(stem):
        message += "; its names seem to have lost the zeros in front"
    return message
