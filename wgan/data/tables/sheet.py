"""The cells of a table, whatever its encoding and separator."""

import csv
import io
import re
import warnings
from dataclasses import dataclass

import pandas as pd

from wgan.data.files.names import printable
from wgan.errors import InputError, reason

SEPARATORS = ",;\t"
_FIELDS = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")


@dataclass(frozen=True)
class Sheet:
    """Rows of cells as they stand in the file; its methods give them stripped."""

    cells: pd.DataFrame
    """Texts; columns are numbered from 0, and the first row may be that of names."""
    lines: list[int]
    """The line of the file at which each row starts."""
    named: bool
    """Whether the first row surely holds the names of the columns."""

    def column(self, at: int) -> list[str]:
        """All cells of a column."""
        return [_clean(cell) for cell in self.cells[at]]

    def values(self, at: int) -> set[str]:
        """The different cells of a column."""
        return {_clean(cell) for cell in self.cells[at].unique()}

    def row(self, at: int) -> list[str]:
        """All cells of a row."""
        return [_clean(cell) for cell in self.cells.iloc[at]]


def _clean(cell: object) -> str:
    return printable(str(cell).strip())


def read_sheet(data: bytes, name: str) -> Sheet:
    """Read CSV (commas, semicolons, tabs), columns set apart by spaces, or CelebA's own text form.

    The latter starts with a line that counts the rows. Raises InputError, with the line.
    """
    lines = _text(data, name).splitlines()
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise InputError(f"{name} is empty", option="labels")
    # more digits are no number of rows
    count = int(lines[start]) if re.fullmatch(r"\s*[0-9]{1,9}\s*", lines[start]) else None
    if count is not None:
        start += 1
    first = lines[start] if start < len(lines) else ""
    separator = max(SEPARATORS, key=first.count)
    if count is not None or separator not in first:
        separator = r"\s+"
        lines = [line.strip() for line in lines]
    cells, fields = _parse(lines, start, separator, name)
    if cells.empty and not count:
        raise InputError(f"{name} is empty", option="labels")
    if count is not None and len(cells) - 1 != count:
        raise InputError(
            f"{name} says {count} rows in its first line and has {max(len(cells) - 1, 0)}",
            option="labels",
        )
    return _squared(cells, fields, name, named=count is not None)


def _text(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, or else Latin-1 as Windows has it."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(f"{name} is no text, so no table: save it as CSV", option="labels")


def _parse(
    lines: list[str], start: int, separator: str, name: str
) -> tuple[pd.DataFrame, "pd.Series[int]"]:
    """The rows that hold anything, by the lines at which they start, and how many fields each has."""
    mark = separator if separator in SEPARATORS else None
    body = lines[start:] or [""]
    counts = [len(line.split(mark)) for line in body]
    # what is longer than the first lines is told by its line
    width = 1 + max(counts[:3], default=1)
    quoted = any('"' in line for line in body)
    try:
        with warnings.catch_warnings(action="error", category=pd.errors.ParserWarning):
            cells = pd.read_csv(
                io.StringIO("\n".join(body) + "\n", newline=""),
                sep=separator,
                header=None,
                names=list(range(width)),
                index_col=False,
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                skipinitialspace=True,
                # the quick one takes a cell that is not there for an empty one
                engine="python" if quoted else "c",
            )
    except pd.errors.ParserWarning:  # it would leave cells out
        raise InputError(
            f"{name} is no table: its rows have more fields than its first lines", option="labels"
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError) as error:
        if told := _FIELDS.search(str(error)):
            line = int(told[2]) + start
            message = f"{name}, line {line}: {told[3]} fields, too many"
        else:
            message = f"{name} is no table: {reason(error)}"
        raise InputError(message, option="labels") from None
    cells.index = pd.RangeIndex(len(cells)) + start + 1
    if quoted:
        fields = cells.notna().sum(axis=1)
        breaks = cells.apply(lambda column: column.str.count("\n")).fillna(0).sum(axis=1)
        # a line break within quotes is a line more
        moved = cells.index + (breaks.cumsum() - breaks).astype(int)
        cells.index = fields.index = moved
        filled = (cells.fillna("").apply(lambda column: column.str.strip()) != "").any(axis=1)
    else:
        fields = pd.Series(counts[: len(cells)], cells.index)
        filled = pd.Series(
            [bool(line.strip(SEPARATORS + " ")) for line in body[: len(cells)]], cells.index
        )
    return cells[filled], fields[filled]


def _squared(cells: pd.DataFrame, fields: "pd.Series[int]", name: str, *, named: bool) -> Sheet:
    """Leave out empty columns at the end, and see that every row has all others."""
    while cells.shape[1] > 1 and (cells.iloc[:, -1].fillna("").str.strip() == "").all():
        cells = cells.iloc[:, :-1]
    width = cells.shape[1]
    fields = fields.clip(upper=width)
    wanted = int(fields.iloc[0])
    if len(cells) > 1 and wanted == width - 1 and fields.iloc[1:].mode().iloc[0] == width:
        # the column of file names has no name in CelebA's form and in R's
        cells.iloc[0] = ["", *cells.iloc[0, :-1]]
        wanted = fields.iloc[0] = width
        named = True
    for line, count in fields.items():
        if count != wanted:
            raise InputError(
                f"{name}, line {line}: {count} fields, the first row has {wanted}", option="labels"
            )
    lines = [int(line) for line in cells.index]
    return Sheet(cells.reset_index(drop=True), lines, named)
