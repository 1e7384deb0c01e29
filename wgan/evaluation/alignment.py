"""Nearest neighbours that do not mind small movements, mirroring, inversion, contrast or blur."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.grid import MOVEMENTS, Grid, Place, Placing, Real, grey
from wgan.evaluation.neighbours import Neighbours
from wgan.evaluation.sampled import FINE, MANY, STILL, Sampled
from wgan.images import Bytes

BACK, FORTH = Placing(-0.75), Placing(0.75)
SMALL, LARGE = Placing(scale=0.92), Placing(scale=1.09)
VIEWS = (
    (STILL, STILL),
    (BACK, STILL),
    (FORTH, STILL),
    (STILL, BACK),
    (STILL, FORTH),
    (SMALL, SMALL),
    (LARGE, LARGE),
)
"""Movements too large for derivatives, down and right; between these the derivatives carry."""
CANDIDATES = 100
"""References that are compared in full."""
PROMISING = 1000
"""Of MANY references, those most like the unmoved image are looked at."""
BLOCK = 32
"""Queries at a time."""


class Aligned:
    """References made ready for `nearest`."""

    def __init__(self, references: Sampled) -> None:
        views = [STILL, BACK, FORTH, SMALL, LARGE]
        self._fine = Grid(references.height, references.width, FINE, views)
        self._coarse = references.coarse
        self._features, self._small = references.colour, references.small
        self._places = [Place(*view, mirror) for mirror in (False, True) for view in VIEWS]

    def nearest(
        self, queries: Bytes, k: int, own: npt.NDArray[np.intp] | None = None
    ) -> Neighbours:
        """Find k nearest references of each (m, H, W, C) query, but not reference `own[i]`.

        A distance is the sine of the angle between the reference and what small movements make of
        the query, the least over all views: 0 for a moved copy, 1 for what has nothing in common.
        Compared are the CANDIDATES that a coarse look prefers.
        """
        k = min(k, len(self._features) - (own is not None))
        distance, index = np.empty((len(queries), k)), np.empty((len(queries), k), dtype=np.int64)

        def work(rows: slice) -> None:
            chosen = self._candidates(queries[rows], k, None if own is None else own[rows])
            near = self._distances(queries[rows], chosen)
            order = np.lexsort((chosen, near), axis=1)[:, :k]
            distance[rows] = np.take_along_axis(near, order, axis=1)
            index[rows] = np.take_along_axis(chosen, order, axis=1)

        in_blocks(work, len(queries), BLOCK)
        return Neighbours(distance, index)

    def _candidates(
        self, queries: Bytes, k: int, own: npt.NDArray[np.intp] | None
    ) -> npt.NDArray[np.int64]:
        """(m, c) references, each once."""
        n = len(self._small)
        count = min(max(CANDIDATES, k), n - (own is not None))
        places = [Place(STILL, STILL, mirror) for mirror in (False, True)]
        bases = self._coarse.bases(grey(queries), places)
        if n <= MANY:
            likeness = _likeness(bases, self._small)
            if own is not None:
                likeness[np.arange(len(queries)), own] = -1
            return np.argpartition(-likeness, count - 1, axis=1)[:, :count].astype(np.int64)
        # the first direction of a place is the image itself
        first = _likeness(bases[:, ::MOVEMENTS], self._small)
        if own is not None:
            first[np.arange(len(queries)), own] = -1
        some = np.argpartition(-first, PROMISING, axis=1)[:, :PROMISING]
        likeness = np.concatenate(
            [_likeness(base[None], self._small[few]) for base, few in zip(bases, some, strict=True)]
        )
        best = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        return np.take_along_axis(some, best, axis=1).astype(np.int64)

    def _distances(self, queries: Bytes, chosen: npt.NDArray[np.int64]) -> Real:
        bases = self._fine.bases(queries, self._places)
        rivals = self._features[chosen]
        seen = np.square(bases @ np.swapaxes(rivals, 1, 2))
        seen = seen.reshape(len(queries), len(self._places), -1, chosen.shape[1])
        return np.asarray(np.sqrt(np.maximum(0, 1 - seen.sum(axis=2).max(axis=1))))


def _likeness(bases: Real, references: Real) -> Real:
    """Greatest squared cosine (m, n) of references (n, D) with one of the two mirror images.

    `bases` (m, 2p, D) span each of them by p directions.
    """
    seen = bases.reshape(-1, bases.shape[-1]) @ references.T
    np.square(seen, out=seen)
    return np.asarray(seen.reshape(len(bases), 2, -1, len(references)).sum(axis=2).max(axis=1))
