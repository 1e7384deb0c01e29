"""The prepared images as training reads them: any array that can be indexed, in memory or on disk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wgan.gan.randomness import Stream

Images = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]
WHOLE = slice(None)


@dataclass(frozen=True)
class Split:
    """Images (N, H, W, C) in [-1, 1], perhaps a memory map, and their labels (N,)."""

    images: Images
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)

    def draw(
        self, stream: Stream, index: int, shape: tuple[int, ...], part: slice = WHOLE
    ) -> tuple[Images, Labels]:
        """Draw number `index` of `stream`: `shape` images and labels, with replacement.

        Only the `part` of them along the last axis is read: what this machine needs of a batch.
        """
        return self._taken(stream.numpy(index).integers(0, len(self), shape)[..., part])

    def draw_like(
        self, labels: Labels, stream: Stream, index: int, size: int, part: slice = WHOLE
    ) -> tuple[Images, Labels]:
        """Draw number `index` of `stream`: an image of the class of each of `labels` (n,).

        Any image, for a class that is missing here. `labels` are the `part` that this machine needs of
        a batch of `size`.
        """
        share = stream.numpy(index).random(size)[part]
        first, end = (np.searchsorted(self._sorted, labels, side) for side in ("left", "right"))
        missing = first == end
        first, end = np.where(missing, 0, first), np.where(missing, len(self), end)
        return self._taken(self._order[first + (share * (end - first)).astype(np.int64)])

    @cached_property
    def _order(self) -> Labels:
        """Places of the images by class."""
        return np.argsort(self.labels, kind="stable")

    @cached_property
    def _sorted(self) -> Labels:
        return self.labels[self._order]

    def _taken(self, chosen: Labels) -> tuple[Images, Labels]:
        flat = chosen.reshape(-1)
        # in rising order: a map on disk is read in one direction
        order = np.argsort(flat, kind="stable")
        images = np.empty((len(flat), *self.images.shape[1:]), np.float32)
        images[order] = self.images[flat[order]]
        return images.reshape(*chosen.shape, *images.shape[1:]), self.labels[chosen]


def batches(
    split: Split,
    stream: Stream,
    shape: tuple[int, ...],
    first: int,
    last: int,
    part: slice = WHOLE,
) -> Iterator[tuple[Images, Labels]]:
    """The draws `first` to `last` (exclusive), or the `part` of each; the next is fetched while one is in use."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(split.draw, stream, first, shape, part) if first < last else None
        for index in range(first, last):
            assert coming is not None
            batch = coming.result()
            if index + 1 < last:
                coming = reader.submit(split.draw, stream, index + 1, shape, part)
            yield batch
