"""Which classes of a source are used, and how they are numbered then."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        for name in self.classes:
            if name not in source.classes:
                raise InputError(
                    f"{name!r} is no class of {source.name}; it has {_known(source)}",
                    option="classes",
                )
        wanted = [source.classes.index(name) for name in self.classes]
        return np.flatnonzero(np.isin(source.labels, wanted))

    def relabel(self, source: "Source", chosen: "Indices") -> tuple[tuple[str, ...], "Indices"]:
        """The classes in use, in the source's order, and each chosen image's index into them."""
        import numpy as np

        from wgan.data.source import NO_LABEL

        names = tuple(name for name in source.classes if not self.classes or name in self.classes)
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
