"""Nearest neighbours of images that may be blends of two references."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.neighbours import Neighbours, as_bytes
from wgan.evaluation.sampling import Grid, Placing, Real, grey
from wgan.evaluation.surprise import CLOSE
from wgan.images import Bytes, Float

FINE = 14
"""Points of the grid per side."""
PARTNERS = 2
"""Nearest references, each of which is tried as one half of a blend."""
BLOCK = 32
"""Queries at a time."""
ROWS = 1024
"""References converted at a time."""
LEAST = 1e-3
"""Squared norm that must be left of an image without its partner, so that rounding is none."""


class Blended:
    """References (n, H, W, C), n >= 1, made ready for `nearest`; uint8 or float32 in [-1, 1]."""

    def __init__(self, references: Bytes | Float) -> None:
        height, width = references.shape[1:3]
        self._grid = Grid(height, width, FINE, [Placing()])
        self._features = np.concatenate(
            [
                self._grid.features(grey(as_bytes(references[start : start + ROWS])))
                for start in range(0, len(references), ROWS)
            ]
        )

    def nearest(
        self, queries: Bytes, k: int, own: npt.NDArray[np.intp] | None = None
    ) -> Neighbours:
        """Find k references of each (m, H, W, C) query, but not `own[i]`, that explain its rest.

        The rest is what a partner, one of the nearest references, leaves of the query. A distance
        is the sine of the angle between the rests of the query and of a reference: 0 for a blend
        of both. The partner is the one that gives the most isolated neighbour.
        """
        k = max(1, min(k, len(self._features) - 1 - (own is not None)))
        distance, index = np.empty((len(queries), k)), np.empty((len(queries), k), dtype=np.int64)

        def work(rows: slice) -> None:
            found = self._block(queries[rows], k, None if own is None else own[rows])
            distance[rows], index[rows] = found

        in_blocks(work, len(queries), BLOCK)
        return Neighbours(distance, index)

    def _block(
        self, queries: Bytes, k: int, own: npt.NDArray[np.intp] | None
    ) -> tuple[Real, npt.NDArray[np.int64]]:
        every = np.arange(len(queries))
        made = self._grid.features(grey(queries))
        likeness = made @ self._features.T
        if own is not None:
            likeness[every, own] = 0
        count = min(PARTNERS, likeness.shape[1])
        partners = np.argpartition(-np.abs(likeness), count - 1, axis=1)[:, :count]
        found = []
        for partner in partners.T:
            shared = self._features[partner] @ self._features.T
            common = likeness[every, partner][:, None]
            left = np.square(made).sum(axis=1, keepdims=True) - common**2
            size = np.maximum(left, LEAST) * np.maximum(1 - shared**2, LEAST)
            seen = np.square(likeness - common * shared) / size
            seen[every, partner] = -1
            if own is not None:
                seen[every, own] = -1
            best = np.argpartition(-seen, k - 1, axis=1)[:, :k]
            near = np.sqrt(np.clip(1 - np.take_along_axis(seen, best, axis=1), 0, 1))
            order = np.lexsort((best, near), axis=1)
            found.append([np.take_along_axis(part, order, axis=1) for part in (near, best)])
        near, best = (np.stack(parts) for parts in zip(*found, strict=True))
        # of one neighbour alone none is the more isolated
        rest = near[:, :, 1:CLOSE].mean(axis=2) if k > 1 else np.ones(near.shape[:2])
        chosen = np.argmin(near[:, :, 0] / np.maximum(rest, LEAST), axis=0)
        return near[chosen, every], best[chosen, every]
