"""Nearest neighbours of images that may be blends of two references."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.grid import Real, grey
from wgan.evaluation.neighbours import Neighbours
from wgan.evaluation.sampled import MANY, Sampled
from wgan.evaluation.surprise import CLOSE
from wgan.images import Bytes

PROMISING = 200
"""Of MANY references, those that are compared on the fine grid."""
PARTNERS = 2
"""Nearest references, each of which is tried as one half of a blend."""
BLOCK = 32
"""Queries at a time."""
LEAST = 1e-3
"""Squared norm that must be left of an image without its partner, so that rounding is none."""


class Blended:
    """References made ready for `nearest`."""

    def __init__(self, references: Sampled) -> None:
        self._grid, self._coarse = references.fine, references.coarse
        self._features = references.grey
        self._small = references.small
        self._many = len(references.small) > MANY

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
        few = self._coarse.features(grey(queries)) if self._many else None
        partners = self._partners(made, few, own)
        found = []
        for partner in partners.T:
            chosen = self._promising(few, partner, k)
            rivals = self._features if chosen is None else self._features[chosen]
            seen = _explained(made, self._features[partner], rivals)
            if chosen is None:
                seen[every, partner] = -1
                if own is not None:
                    seen[every, own] = -1
            else:
                seen[chosen == partner[:, None]] = -1
                if own is not None:
                    seen[chosen == own[:, None]] = -1
            best = np.argpartition(-seen, k - 1, axis=1)[:, :k]
            near = np.sqrt(np.clip(1 - np.take_along_axis(seen, best, axis=1), 0, 1))
            if chosen is not None:
                best = np.take_along_axis(chosen, best, axis=1)
            order = np.lexsort((best, near), axis=1)
            found.append([np.take_along_axis(part, order, axis=1) for part in (near, best)])
        near, best = (np.stack(parts) for parts in zip(*found, strict=True))
        # of one neighbour alone none is the more isolated
        rest = near[:, :, 1:CLOSE].mean(axis=2) if k > 1 else np.ones(near.shape[:2])
        picked = np.argmin(near[:, :, 0] / np.maximum(rest, LEAST), axis=0)
        return near[picked, every], best[picked, every]

    def _partners(
        self, made: Real, few: Real | None, own: npt.NDArray[np.intp] | None
    ) -> npt.NDArray[np.int64]:
        """(m, PARTNERS) references that are the most like each of m images, or fewer."""
        every = np.arange(len(made))
        likeness = np.abs(made @ self._features.T if few is None else few @ self._small.T)
        if own is not None:
            likeness[every, own] = -1
        count = min(PARTNERS, likeness.shape[1])
        if few is None:
            return np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        # fewer would leave out the nearest of some images, whose coarse look is not so near
        some = min(PROMISING, likeness.shape[1])
        chosen = np.argpartition(-likeness, some - 1, axis=1)[:, :some]
        likeness = np.abs(_products(made, self._features[chosen]))
        best = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        return np.take_along_axis(chosen, best, axis=1)

    def _promising(
        self, few: Real | None, partner: npt.NDArray[np.int64], k: int
    ) -> npt.NDArray[np.int64] | None:
        """(m, c) references that a coarse look prefers; None for all."""
        if few is None:
            return None
        seen = _explained(few, self._small[partner], self._small)
        count = max(PROMISING, k + 2)
        return np.argpartition(-seen, count - 1, axis=1)[:, :count]


def _explained(made: Real, partners: Real, rivals: Real) -> Real:
    """Squared cosine (m, n) between the rests of (m, D) images and of the rivals without partners.

    Partners are (m, D); rivals (n, D), or (m, n, D) if each image has its own.
    """
    shared, seen = _products(partners, rivals), _products(made, rivals)
    common = (made * partners).sum(axis=1, keepdims=True)
    left = np.maximum(np.square(made).sum(axis=1, keepdims=True) - common**2, LEAST)
    seen -= common * shared
    np.square(seen, out=seen)
    np.square(shared, out=shared)
    np.subtract(1, shared, out=shared)
    np.maximum(shared, LEAST, out=shared)
    shared *= left
    seen /= shared
    return seen


def _products(images: Real, rivals: Real) -> Real:
    """Inner products (m, n) of (m, D) images with (n, D) rivals, or with (m, n, D) ones."""
    if rivals.ndim == 2:
        return np.asarray(images @ rivals.T)
    return np.asarray((rivals @ images[:, :, None])[:, :, 0])
