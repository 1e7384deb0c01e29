"""How surprisingly near the nearest reference is, for the company that it keeps."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
LEAST = 1e-3
"""Nothing counts as nearer than this share of the distance to the farthest neighbour."""
CLOSE = 10
"""Neighbours that the nearest is compared with: the farther ones may be of another kind."""
SHAPE = (2, 3, 5, 10, 20)
"""Neighbours whose distances tell how dense and how clustered the surroundings are."""
ENOUGH = 100
"""Real images from which the influence of the surroundings can be learned."""
TAIL = 0.02
"""Share of the real images that the tail is fitted to, but no fewer than FEWEST."""
FEWEST = 10
OUTLIERS = 0.1
"""Share of the real images, the most isolated, whose drops are taken for those of the next when expectations are learned."""
DEPENDENT = 1e-8
"""Of the greatest singular value, below which a term says nothing new."""


class Profile(NamedTuple):
    """Of m images: the log ratio of the nearest distance to the close ones', and the surroundings.

    `drop` (m,) is 0 or less; `shape` (m, len(SHAPE)) are logs of distances over the farthest.
    """

    drop: Array
    shape: Array

    @classmethod
    def of(cls, distance: Array) -> Self:
        """Read it off (m, k) distances, nearest first; 0 where all are equal or there is but one."""
        far = distance[:, -1:]
        logs = np.log(
            np.maximum(np.divide(distance, far, out=np.ones_like(distance), where=far > 0), LEAST)
        )
        if distance.shape[1] < 2:
            return cls(np.zeros(len(logs)), np.zeros((len(logs), len(SHAPE))))
        close = np.log(np.exp(logs[:, 1:CLOSE]).mean(axis=1))
        rows = np.minimum(np.array(SHAPE), distance.shape[1]) - 1
        return cls(logs[:, 0] - close, logs[:, rows])


@dataclass(frozen=True)
class Yardstick:
    """What is usual among real images, by one way to compare.

    A rare class, or a plain one, has neighbours of another density; so the drop that the
    surroundings lead to expect (least squares) is taken off before images are compared.
    """

    weights: Array
    left: Array
    """What is left of each real image's drop, its expectation learned from the others."""
    usual: Array
    """The same, sorted."""

    @classmethod
    def of(cls, real: Array) -> Self:
        """Learn from (n, k) distances of n >= 1 real images, few of which are copies."""
        profile = Profile.of(real)
        terms = _terms(profile.shape)
        weights: Array = np.zeros(terms.shape[1])
        used = 1 if len(real) < ENOUGH else terms.shape[1]
        span, size, back = np.linalg.svd(terms[:, :used], full_matrices=False)
        some = size > size[0] * DEPENDENT
        span = span[:, some]
        # what is in both sets must not tilt the fit
        drop = np.maximum(profile.drop, np.quantile(profile.drop, OUTLIERS))
        weights[:used] = back[some].T @ ((span.T @ drop) / size[some])
        # leaving one out, by its leverage (Allen 1974): in its own fit an image looks too usual
        alone = np.maximum(1 - np.square(span).sum(axis=1), DEPENDENT)
        expected = drop - (drop - terms @ weights) / alone
        left = profile.drop - np.minimum(expected, 0)
        return cls(weights, left, np.sort(left))

    def surprise(self, distance: Array) -> Array:
        """-log of the share of real images as isolated (m,), the far tail taken as exponential."""
        profile = Profile.of(distance)
        expected = np.minimum(_terms(profile.shape) @ self.weights, 0)
        return self._rated(profile.drop - expected)

    def own_surprise(self) -> Array:
        """That of the real images learned from, in their order, each by what the others teach."""
        return self._rated(self.left)

    def _rated(self, left: Array) -> Array:
        n = len(self.usual)
        tail = min(max(FEWEST, round(TAIL * n)), n - 1)
        start = self.usual[tail]
        rank = np.maximum(np.searchsorted(self.usual, left, side="right"), tail + 1)
        slope = max(float(np.mean(start - self.usual[: max(tail, 1)])), LEAST)
        beyond = np.maximum(start - left, 0) / slope
        return np.asarray(np.log(n / rank) + beyond)


def _terms(shape: Array) -> Array:
    return np.column_stack([np.ones(len(shape)), shape])
