"""Sets of images of any make as arrays of one size, for `judge`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wgan.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from wgan.data.source import Bytes, Source


LARGEST_SIDE = 128
"""Of the square that images are compared in, unless another is asked for: time grows with its area."""
PEEKED = 25
"""Images whose size is looked at before."""


@dataclass(frozen=True)
class Set:
    """Images (n, S, S, 3) and what to call each."""

    images: "Bytes"
    names: list[str]
    skipped: int

    def part(self, rows: "npt.NDArray[np.int64]") -> "Set":
        """The images `rows`."""
        return Set(self.images[rows], [self.names[row] for row in rows.tolist()], self.skipped)


def open_set(path: Path, option: str) -> "Source":
    """Find the images. Raises InputError, with the option that named the path."""
    from wgan.data.opening import open_path

    try:
        return open_path(path)
    except InputError as error:
        raise InputError(f"{option}: {error}") from None


def refuse_within(places: dict[str, Path]) -> None:
    """Raise InputError if one place lies in another: its images would be counted there, too. `out` may hold any."""
    for name, path in places.items():
        for other, folder in places.items():
            inner, outer = path.resolve(), folder.resolve()
            if other != "out" and inner != outer and inner.is_relative_to(outer):
                raise InputError(f"{path} lies in {folder}, which --{other} reads", option=name)


def usual_size(source: "Source") -> tuple[int, int]:
    """Width and height of the first images, the commonest."""
    import numpy as np

    from wgan.data.decoding.formats import header_size
    from wgan.data.source import Unreadable

    sizes: Counter[tuple[int, int]] = Counter()
    count = len(source.names)
    for delivery in source.deliver(np.arange(min(PEEKED, count))):
        try:
            content = delivery.read()
        except (Unreadable, OSError):
            continue
        if not isinstance(content, bytes):
            sizes[content.shape[1], content.shape[0]] += 1
        elif size := header_size(content):
            sizes[size] += 1
    if not sizes:
        raise InputError(f"{source.name}: none of its first images can be read")
    return sizes.most_common(1)[0][0]


def load(source: "Source", side: int, fit: str, folder: Path, name: str) -> Set:
    """Decode all images of a source; the pixels lie in a file of `folder`."""
    import numpy as np

    from wgan.data.decoding.look import Look
    from wgan.data.decoding.pool import decode

    look = Look(side, 3, fit)  # type: ignore[arg-type]
    pool = decode(source, np.arange(len(source.names)), look, folder / name)
    stored = np.memmap(pool.path, np.uint8, "r", shape=(int(pool.kept[-1]) + 1, *pool.shape))
    images = stored if len(pool.kept) == len(stored) else stored[pool.kept]
    skipped = len(source.skipped) + len(pool.skipped)
    return Set(images, [source.names[at] for at in pool.chosen.tolist()], skipped)


def in_grey(sets: list[Set]) -> list[Set]:
    """The sets with one channel, if none holds any colour."""
    if not all((part == part[..., :1]).all() for one in sets for part in _chunks(one.images)):
        return sets
    return [Set(one.images[..., :1].copy(), one.names, one.skipped) for one in sets]


def not_among(images: Set, others: Set) -> "npt.NDArray[np.int64]":
    """The rows of `images` whose pixels none of the others has."""
    import numpy as np

    from wgan.data.doubles import digest

    known = {digest(image) for image in others.images}
    rows = [row for row, image in enumerate(images.images) if digest(image) not in known]
    return np.array(rows, np.int64)


def _chunks(images: "Bytes", rows: int = 1000) -> "Iterator[Bytes]":
    for start in range(0, len(images), rows):
        yield images[start : start + rows]
