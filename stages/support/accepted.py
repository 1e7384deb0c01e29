"""What an option accepts, in words, and its default: for tables of options and for messages."""

from typing import Any

import click

from wgan.text import exact

NOTHING = ("", "~", "none", "null")
"""What people write for no value, in any case: YAML leaves such text as it is if quoted, as `-S` does."""


def accepted(option: click.Parameter) -> str:
    """In Markdown, such as `integer from 1 to 10`."""
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


def may_be_empty(option: click.Parameter) -> bool:
    """Whether no value means something of its own."""
    return option.multiple or (not option.default and option.default not in (0, False))


def default(option: click.Parameter) -> Any:
    """What an option is if it is not given; None for nothing."""
    value = option.get_default(click.Context(click.Command("")))
    if getattr(option, "multiple", False):
        return list(value) if isinstance(value, list | tuple) else []
    # click has a word for nothing
    return value if isinstance(value, str | int | float) and value != "" else None


def _bounds(kind: click.IntRange | click.FloatRange) -> str:
    told = ""
    if kind.min is not None:
        told += f" {'above' if kind.min_open else 'from'} {exact(kind.min)}"
    if kind.max is not None:
        told += f" {'below' if kind.max_open else 'to'} {exact(kind.max)}"
    return told
