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
    usual: Array
    """What is left of the drops of real images, sorted."""

    @classmethod
    def of(cls, real: Array) -> Self:
        """Learn from (n, k) distances of n >= 1 real images that are no copies."""
        profile = Profile.of(real)
        terms = _terms(profile.shape)
        weights: Array = np.zeros(terms.shape[1])
        if len(real) < ENOUGH:
            weights[0] = profile.drop.mean()
        else:
            weights[:] = np.linalg.lstsq(terms, profile.drop, rcond=1e-8)[0]
        return cls(weights, np.sort(profile.drop - _expected(terms, weights)))

    def surprise(self, distance: Array) -> Array:
        """-log of the share of real images as isolated (m,), the far tail taken as exponential."""
        profile = Profile.of(distance)
        left = profile.drop - _expected(_terms(profile.shape), self.weights)
        n = len(self.usual)
        tail = min(max(FEWEST, round(TAIL * n)), n - 1)
        start = self.usual[tail]
        rank = np.maximum(np.searchsorted(self.usual, left, side="right"), tail + 1)
        slope = max(float(np.mean(start - self.usual[: max(tail, 1)])), LEAST)
        beyond = np.maximum(start - left, 0) / slope
        return np.asarray(np.log(n / rank) + beyond)


def _terms(shape: Array) -> Array:
    return np.column_stack([np.ones(len(shape)), shape])


def _expected(terms: Array, weights: Array) -> Array:
    """No more than 0, as every drop is."""
    return np.minimum(terms @ weights, 0)
