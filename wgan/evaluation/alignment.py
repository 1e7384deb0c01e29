"""Nearest neighbours that do not mind small movements, mirroring, inversion, contrast or blur."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.fitting import fitted
from wgan.evaluation.grid import MOVEMENTS, Grid, Place, Placing, Real, grey, orthonormal
from wgan.evaluation.local import local_distances
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
        self._still, self._coarse = references.fine, references.coarse
        self._features, self._small = references.colour, references.small
        self._places = [Place(*view, mirror) for mirror in (False, True) for view in VIEWS]

    def nearest(
        self, queries: Bytes, k: int, own: npt.NDArray[np.intp] | None = None
    ) -> tuple[Neighbours, Neighbours]:
        """Find k nearest references of each (m, H, W, C) query, but not reference `own[i]`, in two ways.

        The first distance is the sine of the angle between the reference and what small movements make of
        the query, the least over all views: 0 for a moved copy, 1 for what has nothing in common.
        Compared are the CANDIDATES that a coarse look prefers. The second is the distance along the principal
        directions of the k nearest in the view that fits the nearest best, once it is moved to fit better still, each
        less what it explains of them (module local).
        """
        k = min(k, len(self._features) - (own is not None))
        shape = len(queries), k
        aligned, local = (
            Neighbours(np.empty(shape), np.empty(shape, dtype=np.int64)) for _ in range(2)
        )

        def work(rows: slice) -> None:
            chosen = self._candidates(queries[rows], k, None if own is None else own[rows])
            near, placed, company = self._distances(queries[rows], chosen, k)
            _sort(aligned, rows, near, chosen)
            _sort(local, rows, placed, company)

        in_blocks(work, len(queries), BLOCK)
        return aligned, local

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

    def _distances(
        self, queries: Bytes, chosen: npt.NDArray[np.int64], k: int
    ) -> tuple[Real, Real, npt.NDArray[np.int64]]:
        """Both distances, (m, c) to the references chosen and (m, k) to the company, and that."""
        every = np.arange(len(queries))
        bases = self._fine.bases(queries, self._places)
        rivals = self._features[chosen]
        seen = np.square(bases @ np.swapaxes(rivals, 1, 2))
        seen = seen.reshape(len(queries), len(self._places), -1, chosen.shape[1]).sum(axis=2)
        near = np.sqrt(np.maximum(0, 1 - seen.max(axis=1)))
        view = seen.max(axis=2).argmax(axis=1)
        order = np.argsort(-seen[every, view], axis=1, kind="stable")[:, :k]
        company = np.take_along_axis(rivals, order[:, :, None], axis=1)
        views = bases.reshape(len(queries), len(self._places), MOVEMENTS, -1)
        base = self._settled(queries, view, views[every, view], company[:, 0])
        rests = company - (company @ np.swapaxes(base, 1, 2)) @ base
        placed = local_distances(rests.astype(np.float32, copy=False))
        return near, placed, np.take_along_axis(chosen, order, axis=1)

    def _settled(
        self, queries: Bytes, view: npt.NDArray[np.intp], base: Real, target: Real
    ) -> Real:
        """Bases (m, MOVEMENTS, D) of the queries moved to fit their targets (m, D), or the given ones where these fit better."""
        moved = fitted(queries, [self._places[one] for one in view], target, self._still)
        again = orthonormal(self._still.directions(moved))
        fit, refit = (np.square(one @ target[:, :, None]).sum(axis=(1, 2)) for one in (base, again))
        return np.where((refit > fit)[:, None, None], again, base).astype(np.float32)


def _sort(into: Neighbours, rows: slice, distance: Real, index: npt.NDArray[np.int64]) -> None:
    """Put down the nearest of (m, c) references, equal ones in their order."""
    order = np.lexsort((index, distance), axis=1)[:, : into.distance.shape[1]]
    into.distance[rows] = np.take_along_axis(distance, order, axis=1)
    into.index[rows] = np.take_along_axis(index, order, axis=1)


def _likeness(bases: Real, references: Real) -> Real:
    """Greatest squared cosine (m, n) of references (n, D) with one of the two mirror images.

    `bases` (m, 2p, D) span each of them by p directions.
    """
    seen = bases.reshape(-1, bases.shape[-1]) @ references.T
    np.square(seen, out=seen)
    return np.asarray(seen.reshape(len(bases), 2, -1, len(references)).sum(axis=2).max(axis=1))
