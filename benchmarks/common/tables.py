"""Tables in Markdown, and their places in docs/performance.md."""

import math
from collections.abc import Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table; a cell's | is no border."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def number(value: float, digits: int = 3) -> str:
    """Write at least `digits` significant digits, thousands apart, no exponent: 0.0123, 1.23, 1,234."""
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}"


def replaced(text: str, name: str, body: str) -> str:
    """Put `body` between the lines `<!-- NAME -->` and `<!-- end of NAME -->` of `text`.

    Raises ValueError unless each is there once, in this order.
    """
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise ValueError(
            f"no place for the section {name}: {start!r} ... {end!r} must be there once"
        )
    before, rest = text.split(start)
    after = rest.split(end)[1]
    return f"{before}{start}{body.strip()}\n{end}{after}"


def rewrite(path: Path, name: str, body: str) -> None:
    """Do so in a file; the rest of it stays as it is."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), name, body), encoding="utf-8")
