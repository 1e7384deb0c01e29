"""Classes from a table of attributes: CSV with a header, or CelebA's own text form."""

import csv
import difflib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from wgan.data.files.names import printable
from wgan.data.source import NO_LABEL, Indices, Skipped
from wgan.errors import InputError

_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """One column of a table."""

    name: str
    """Of the file, for messages."""
    column: str
    classes: tuple[str, ...]
    label_of: dict[str, int]
    """File name as the table has it -> index into `classes`; -1 where the cell is empty."""

    def assign(self, names: tuple[str, ...]) -> tuple[Indices, list[Skipped]]:
        """Give each image its label, or -1 and an entry in the second list.

        An image belongs to the row that has its path, or the end of its path, with or without the
        ending: `faces/000001.jpg` finds `000001.jpg` and `000001`. Raises InputError if two images
        find the same row.
        """
        owner: dict[str, str] = {}
        labels = np.full(len(names), NO_LABEL, np.int64)
        skipped: list[Skipped] = []
        for index, name in enumerate(names):
            row = next((key for key in _tails(name) if key in self.label_of), None)
            if row is None:
                skipped.append((name, f"not in {self.name}"))
                continue
            if row in owner:
                raise InputError(
                    f"{self.name} has one row {row} for two images, {owner[row]} and {name}",
                    option="labels",
                )
            owner[row] = name
            labels[index] = self.label_of[row]
            if labels[index] == NO_LABEL:
                skipped.append((name, f"no {self.column} in {self.name}"))
        return labels, skipped


def read_table(data: bytes, name: str, column: str) -> Table:
    """Read one column; the first holds file names. An empty `column` stands for the second of two.

    Values that are 1 and -1 become the classes `not COLUMN` and `COLUMN`; others are classes by
    their text, in order of number or alphabet. Raises InputError.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text", option="labels") from None
    try:
        header, rows = _read(text, name)
        at = _find(header, column, name)
        values: dict[str, str] = {}
        for line, row in rows:
            if len(row) != len(header):
                raise InputError(
                    f"{name}, line {line}: {len(row)} fields, the header has {len(header)}",
                    option="labels",
                )
            key, value = _path(row[0]), printable(row[at].strip())
            if values.setdefault(key, value) != value:
                raise InputError(
                    f"{name}, line {line}: {key} again, with {value!r} after {values[key]!r}",
                    option="labels",
                )
    except csv.Error as error:
        raise InputError(f"{name} is not CSV: {error}", option="labels") from None
    classes, index = _classes(set(values.values()) - {""}, header[at])
    labels = {key: index.get(value, NO_LABEL) for key, value in values.items()}
    return Table(name, header[at], classes, labels)


Rows = Iterator[tuple[int, list[str]]]


def _read(text: str, name: str) -> tuple[list[str], Rows]:
    """The names of the columns, and the rows with their line numbers."""
    first, _, rest = text.partition("\n")
    count = _number(first)
    if count is not None:
        return _read_celeba(rest.splitlines(), count, name)
    if not first.strip():
        raise InputError(f"{name} does not start with a line of column names", option="labels")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [printable(cell.strip()) for cell in next(reader)]
    return header, ((reader.line_num, row) for row in reader if row)


def _read_celeba(lines: list[str], count: int, name: str) -> tuple[list[str], Rows]:
    rows = [(number, line.split()) for number, line in enumerate(lines[1:], 3) if line.strip()]
    if len(rows) != count:
        raise InputError(
            f"{name} says {count} rows in its first line and has {len(rows)}", option="labels"
        )
    # the column of file names has no name there
    return ["", *map(printable, lines[0].split() if lines else ())], iter(rows)


def _find(header: list[str], column: str, name: str) -> int:
    choices = header[1:]
    if not column and len(choices) == 1:
        return 1
    if choices.count(column) == 1:
        return 1 + choices.index(column)
    if column in choices:
        raise InputError(f"{name} has {column!r} more than once", option="label_column")
    near = difflib.get_close_matches(column, choices, n=1, cutoff=0.0)
    hint = f" (did you mean {near[0]}?)" if column and near else ""
    shown = ", ".join(choices[:50]) or "none beside the file names"
    raise InputError(
        f"{column!r} is no column of {name}{hint}; it has {shown}", option="label_column"
    )


def _classes(values: set[str], column: str) -> tuple[tuple[str, ...], dict[str, int]]:
    if {_number(value) for value in values} == {1, -1}:
        index = {value: int(_number(value) == 1) for value in values}
        return (f"not {column}", column), index
    classes = tuple(
        sorted(values, key=lambda value: (_number(value) is None, _number(value) or 0, value))
    )
    return classes, {value: label for label, value in enumerate(classes)}


def _number(value: str) -> int | None:
    try:
        return int(value)
    except ValueError:
        return None


def _path(cell: str) -> str:
    return printable(cell.strip().replace("\\", "/").removeprefix("./"))


def _tails(name: str) -> Iterator[str]:
    for path in (name, str(PurePosixPath(name).with_suffix(""))):
        parts = path.split("/")
        for start in range(len(parts)):
            yield "/".join(parts[start:])
