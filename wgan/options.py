"""How an option is declared: once, as a field of the dataclass whose code reads it.

The field carries what click, params.yaml and the docs say of it. Modules that declare options import
neither TensorFlow nor SciPy, so that `--help` answers at once.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from math import inf, isfinite
from numbers import Integral, Real
from typing import Any, TypeVar

Settings = TypeVar("Settings")
SECTIONS = ("prepare", "train", "sample", "evaluate")
"""Of params.yaml: a stage each, in the order of the pipeline."""


@dataclass(frozen=True)
class Integer:
    """A whole number from `least` to `most`."""

    least: int
    most: int | None = None


COUNT = Integer(1, 999_999_999)
"""Of steps and updates: workers agree on nine digits, and tensors count in 64 bits."""


@dataclass(frozen=True)
class Number:
    """A finite number from `least` to `most`; `above` and `below` leave the bounds themselves out."""

    least: float
    most: float | None = None
    above: bool = False
    below: bool = False


@dataclass(frozen=True)
class Choice:
    """One of a few words or numbers."""

    values: tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Place:
    """A file or folder, as a Path."""


@dataclass(frozen=True)
class Text:
    """Any text; `noun` says what it stands for, such as FILE."""

    noun: str = "TEXT"


@dataclass(frozen=True)
class Names:
    """Any number of texts."""

    noun: str = "NAME"


Kind = Integer | Number | Choice | Flag | Place | Text | Names


@dataclass(frozen=True)
class Option:
    """What is known of one option."""

    name: str
    """As in params.yaml: `n_critic`."""
    default: Any
    """None where an empty value means something of its own, which `help` says."""
    kind: Kind
    help: str
    """One sentence or two, for `--help`, the table of options and params.yaml."""
    group: str
    """The heading it stands under."""


def option(default: Any, kind: Kind, help: str, group: str) -> Any:  # noqa: A002
    """A dataclass field that is an option; its name is the field's."""
    return field(default=default, metadata={"option": (kind, help, group)})


def holds(kind: Kind, value: Any) -> bool:
    """Whether an option of this kind may have the value."""
    match kind:
        case Integer(least, most):
            whole = isinstance(value, Integral) and not isinstance(value, bool)
            return whole and least <= int(value) <= (inf if most is None else most)
        case Number(least, most, above, below):
            if isinstance(value, bool) or not isinstance(value, Real):
                return False
            number, top = float(value), inf if most is None else most
            return (
                isfinite(number)
                and (number > least if above else number >= least)
                and (number < top if below else number <= top)
            )
        case Choice(values):
            return value in values
        case Flag():
            return isinstance(value, bool)
    return True


def options_of(*owners: type) -> list[Option]:
    """The options that dataclasses declare; those of a group stand together, in order of appearance.

    One that several inherit from the same owner is there once.
    """
    declared = [
        Option(
            each.name, None if each.default is MISSING else each.default, *each.metadata["option"]
        )
        for owner in owners
        for each in fields(owner)
        if "option" in each.metadata
    ]
    found = dict.fromkeys(declared)
    groups = list(dict.fromkeys(each.group for each in found))
    return sorted(found, key=lambda each: groups.index(each.group))


def settings(owner: type[Settings], values: Mapping[str, Any], **rest: Any) -> Settings:
    """An instance of a dataclass from the values, by name, of its own options; others are left out.

    `rest` are its fields that are no options.
    """
    names = (each.name for each in options_of(owner))
    return owner(**{name: values[name] for name in names if name in values}, **rest)
