"""The README's table of options, written from the commands themselves: `make options`."""

import importlib
import re
from pathlib import Path

import click

from stages.support.command import SECTIONS

README = Path("README.md")
BLOCK = re.compile(r"(?<=<!-- options -->\n).*?(?=<!-- /options -->)", re.DOTALL)


def main() -> None:
    """Put the present table into the README of the working folder."""
    text = README.read_text(encoding="utf-8")
    README.write_text(BLOCK.sub(lambda _: table(), text), encoding="utf-8")


def table() -> str:
    """A Markdown table of every option of every stage."""
    rows = ["| key | default | accepts | meaning |", "|---|---|---|---|"]
    for section in SECTIONS:
        command = importlib.import_module(f"stages.{section}").main
        for option in command.params:
            cells = (f"`{section}.{option.name}`", _default(option), _accepts(option), option.help)
            rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _default(option: click.Option) -> str:
    value = option.get_default(click.Context(click.Command("")))
    if not isinstance(value, str | int | float) or value == "":  # click has a word for nothing
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _accepts(option: click.Option) -> str:
    kind = option.type
    if isinstance(kind, click.Choice):
        return ", ".join(f"`{choice}`" for choice in kind.choices)
    if isinstance(kind, click.IntRange | click.FloatRange):
        noun = "integer" if isinstance(kind, click.IntRange) else "number"
        return f"{noun}{_bounds(kind)}"
    if isinstance(kind, click.Path):
        return "path"
    names = {"boolean": "`true`, `false`", "text": "names" if option.multiple else "text"}
    return names.get(kind.name, kind.name)


def _bounds(kind: click.IntRange | click.FloatRange) -> str:
    low = f" {'above' if kind.min_open else 'from'} {kind.min:g}" if kind.min is not None else ""
    high = f" {'below' if kind.max_open else 'to'} {kind.max:g}" if kind.max is not None else ""
    return low + high


if __name__ == "__main__":
    main()
