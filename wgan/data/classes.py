"""Which classes of a source are used, and how they are numbered then."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from wgan.errors import InputError
from wgan.options import Names, option

if TYPE_CHECKING:
    from wgan.data.source import Indices, Source

SHOWN = 20
"""Classes that a message names, at most."""


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
        """Indices of the chosen classes; accents may be one character or two, as on macOS."""
        composed = [normalize("NFC", name) for name in source.classes]
        found = set()
        for name in self.classes:
            wanted = normalize("NFC", name)
            if wanted not in composed:
                raise InputError(
                    f"{name!r} is no class of {source.name}; it has {_known(source)}",
                    option="classes",
                )
            # of two that differ in this alone, the one that is written so
            exact = name in source.classes
            found.add(source.classes.index(name) if exact else composed.index(wanted))
        return found

    def relabel(self, source: "Source", chosen: "Indices") -> tuple[tuple[str, ...], "Indices"]:
        """The classes in use, in the source's order, and each chosen image's index into them."""
        import numpy as np

        from wgan.data.source import NO_LABEL

        places = self._places(source)
        names = tuple(
            name for at, name in enumerate(source.classes) if not self.classes or at in places
        )
        # one more place at the end, for NO_LABEL
        new = np.full(len(source.classes) + 1, NO_LABEL, np.int64)
        for label, name in enumerate(names):
            new[source.classes.index(name)] = label
        return names, new[source.labels[chosen]]


def _known(source: "Source") -> str:
    if not source.classes:
        return "none: its images have no classes"
    more = len(source.classes) - SHOWN
    return ", ".join(source.classes[:SHOWN]) + (f" and {more} more" if more > 0 else "")
