"""Where images come from: each file here is one source, which the option `dataset` names with dashes.

A file holds a dataclass `Dataset`. Its fields are the options that it reads, its method `open` gives
the images. As `--help` shows the options of all, a file imports what takes time inside `open`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from wgan.data.address import address
from wgan.errors import InputError
from wgan.found import load, names
from wgan.options import Choice, Option, option, options_of, settings

if TYPE_CHECKING:
    from wgan.data.source import Source

DATASETS = names(__path__)
"""What `dataset` may be."""


class Opener(Protocol):
    """What every `Dataset` here looks like."""

    def open(self) -> "Source":
        """Find the images, without decoding them. Raises InputError where nothing can be used."""


@dataclass(frozen=True)
class Chosen:
    """Which of the sources."""

    dataset: str = option(
        "mnist-5k",
        Choice(DATASETS),
        "Bundled digits, a download, or a folder or archive of your own images.",
        "Source",
    )


def find(dataset: str) -> type[Opener]:
    """The class `Dataset` of the source of that name."""
    return cast("type[Opener]", load(__name__, dataset).Dataset)


def owners() -> list[type[Opener]]:
    """The classes `Dataset` of all sources, which declare their options."""
    return [find(dataset) for dataset in DATASETS]


def _given(declared: Option, value: Any) -> bool:
    """Whether an option was meant: it has a value, or a path that isn't the default's is there."""
    if isinstance(value, Path):
        return value != declared.default and (value.exists() or bool(address(value)))
    return bool(value) and not declared.default


def open_source(values: Mapping[str, Any]) -> "Source":
    """Open the source that the values of the options, by name, choose.

    Raises InputError for an option of another source: one that is empty unless it is given.
    """
    dataset = settings(Chosen, values).dataset
    chosen = find(dataset)
    read = {each.name for each in options_of(chosen)}
    for each in options_of(*owners()):
        if each.name not in read and _given(each, values.get(each.name)):
            known = [name for name in DATASETS if each in options_of(find(name))]
            raise InputError(
                f"{values[each.name]} is for dataset {' or '.join(known)}; {dataset} does not read it: "
                + (f"set it to {each.default}" if each.default else "leave it empty"),
                option=each.name,
            )
    return settings(chosen, values).open()
