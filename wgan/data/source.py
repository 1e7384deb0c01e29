"""What every source of images looks like."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

NO_LABEL = -1
SMALLEST = 4
"""Images with a side below this many pixels hold nothing to learn from."""

Bytes = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.int64]
Skipped = tuple[str, str]
"""The name of a file that is not used, and the reason."""


class Unreadable(Exception):
    """One image can't be used; the message is the reason, without its name."""


class Delivery(NamedTuple):
    """One image on its way to a thread that decodes it."""

    at: int
    """Its index in what hands it out."""
    held: int
    """Bytes in memory already, before `read` is called."""
    read: Callable[[], "bytes | Bytes"]
    """The bytes of an image file, or pixels (H, W) or (H, W, 3); may raise Unreadable."""


@dataclass(frozen=True)
class Source:
    """Images that are read one at a time, so that any number of them fits in memory."""

    name: str
    classes: tuple[str, ...]
    """Names; a label is an index into them."""
    labels: Indices
    """(N,) class of each image, -1 where there is none."""
    names: tuple[str, ...]
    """(N,) what to call each image in messages: files in ascending order, rows of arrays by number."""
    deliver: Callable[[Indices], Iterator[Delivery]]
    """Hand out the wanted images once each, in whatever order is quickest to read.

    The iterator belongs to one thread; each `read` may run in any other.
    """
    skipped: tuple[Skipped, ...] = ()
    """Files passed over before reading."""
    origin: dict[str, Any] = field(default_factory=dict)
    """Hashes and counts that say what was read, for dataset.json."""
    remarks: list[Skipped] = field(default_factory=list)
    """Filled while reading: images that are used, and what a person should know of them."""
    groups: tuple[str, ...] = ()
    """(N,) images of one group never straddle the splits; an empty one is no group. () for none."""


def from_arrays(
    name: str, images: Bytes, labels: npt.NDArray[Any], classes: tuple[str, ...], **origin: Any
) -> Source:
    """Wrap (N, H, W) grey or (N, H, W, 3) colour images that are already in memory."""

    def deliver(wanted: Indices) -> Iterator[Delivery]:
        for index in wanted.tolist():
            yield Delivery(index, 0, partial(images.__getitem__, index))

    return Source(
        name=name,
        classes=classes,
        labels=labels.astype(np.int64),
        names=tuple(f"{name}[{index}]" for index in range(len(images))),
        deliver=deliver,
        origin=origin,
    )
