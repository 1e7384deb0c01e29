"""What every source of images looks like."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from wgan.errors import InputError

NO_LABEL = -1


class Unreadable(Exception):
    """One image can't be used; the message is the reason, without its name."""


@dataclass(frozen=True)
class Item:
    """One image as its source delivers it."""

    image: Image.Image
    sha256: str | None = None
    """Hash of the file's bytes; None where the source is hashed as a whole."""


@dataclass(frozen=True)
class Source:
    """Images that are read one at a time, so that any number of them fits in memory."""

    name: str
    classes: tuple[str, ...]
    """Names; a label is an index into them."""
    labels: npt.NDArray[np.int64]
    """(N,) class of each image, -1 where there is none."""
    names: tuple[str, ...]
    """(N,) what to call each image in messages."""
    read: Callable[[int], Item]
    """Read image i from any thread; raises Unreadable."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Files passed over before reading: (name, reason)."""
    origin: dict[str, Any] = field(default_factory=dict)
    """Hashes and versions that say what was read."""


def from_arrays(
    name: str,
    images: npt.NDArray[np.uint8],
    labels: npt.NDArray[Any],
    classes: tuple[str, ...],
    origin: dict[str, Any],
) -> Source:
    """Wrap (N, H, W) grey or (N, H, W, 3) colour images that are already in memory."""
    return Source(
        name=name,
        classes=classes,
        labels=labels.astype(np.int64),
        names=tuple(f"{name}[{index}]" for index in range(len(images))),
        read=lambda index: Item(Image.fromarray(images[index])),
        origin=origin,
    )


def select_classes(source: Source, wanted: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Return the indices of the images to use, in order: of `wanted` classes, or all if it is empty.

    Raises InputError for a class that the source does not have.
    """
    if not wanted:
        return np.arange(len(source.labels))
    for name in wanted:
        if name not in source.classes:
            known = ", ".join(source.classes) or "none: its images have no classes"
            raise InputError(
                f"prepare.classes: {name!r} is no class of {source.name}; it has {known}"
            )
    return np.flatnonzero(np.isin(source.labels, [source.classes.index(name) for name in wanted]))
