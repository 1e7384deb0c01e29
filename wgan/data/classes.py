"""Which classes of a source are used, and how they are numbered then."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from wgan.errors import InputError
from wgan.options import Names, option
from wgan.text import listed

if TYPE_CHECKING:
    from wgan.data.source import Indices, Source


@dataclass(frozen=True)
class Selection:
    """The classes to use."""

    classes: tuple[str, ...] = option(
        (), Names("NAME"), "Use these classes only; all if empty.", "Source"
    )

    def indices(self, source: "Source") -> "Indices":
        """The images of these classes, in order; all, unlabelled ones too, if none is named.

        Raises InputError for a class that the source does not have.
        """
        import numpy as np

        if not self.classes:
            return np.arange(len(source.labels))
        wanted = list(self._places(source))
        return np.flatnonzero(np.isin(source.labels, wanted))

    def _places(self, source: "Source") -> set[int]:
        """Indices of the chosen classes."""
        return places(self.classes, source.classes, source.name)

    def relabel(self, source: "Source", chosen: "Indices") -> tuple[tuple[str, ...], "Indices"]:
        """The classes of the chosen images, in the source's order, and each image's index into them.

        A class without an image is none: a generator would be asked for what it never saw.
        """
        import numpy as np

        from wgan.data.source import NO_LABEL

        labels = source.labels[chosen]
        used = np.unique(labels[labels != NO_LABEL])
        # one more place at the end, for NO_LABEL
        new = np.full(len(source.classes) + 1, NO_LABEL, np.int64)
        new[used] = np.arange(len(used))
        return tuple(source.classes[at] for at in used.tolist()), new[labels]

    def empty(self, source: "Source", names: Collection[str]) -> list[str]:
        """The classes to use that are not among `names`, those with images."""
        wanted = self._places(source) if self.classes else range(len(source.classes))
        return [source.classes[at] for at in sorted(wanted) if source.classes[at] not in names]


def places(wanted: Iterable[str], known: Sequence[str], owner: str) -> set[int]:
    """Where in `known` the wanted classes stand; accents may be one character or two, as on macOS.

    Raises InputError for one that the `owner` does not have.
    """
    composed = [normalize("NFC", name) for name in known]
    found = set()
    for name in wanted:
        if normalize("NFC", name) not in composed:
            has = listed(known) or "none: its images have no classes"
            several = (
                ": several are a list, [A, B], or by hand the option again for each"
                if {part.strip() for part in name.split(",")} <= set(known)
                else ""
            )
            raise InputError(
                f"{name!r} is no class of {owner}; it has {has}{several}", option="classes"
            )
        # of two that differ in this alone, the one that is written so
        found.add(known.index(name) if name in known else composed.index(normalize("NFC", name)))
    return found
