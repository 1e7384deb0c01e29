"""Whether more images than chance gives are too near to training images, without saying which."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

Array = npt.NDArray[np.float64]
SHARE = 0.02
"""Of the real images, the most surprising ones, which others are compared with."""
LEVEL = 0.01
"""False alarms, over all ways to look together."""


class Surplus(NamedTuple):
    """`seen` images are as surprisingly near as the first SHARE of real ones, where `expected` would be.

    Of the way to look that shows it best; `p` is the chance of it over all ways.
    """

    seen: int
    expected: float
    p: float

    @property
    def sure(self) -> bool:
        """Say whether it is more than chance."""
        return self.p < LEVEL

    def account(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return self._asdict()


def surplus(images: Array, sources: npt.NDArray[np.int64], real: Array) -> Surplus:
    """Compare surprises of m images with those of n real ones, (m, w) and (n, w) for w ways to look.

    `sources` (m, w) are the training images concerned: several images at one of them count once, for
    they may be one accident. If images are like real ones, all orders of both are equally likely; so of
    the x + s - 1 most surprising, s of them real, x or more are images with a hypergeometric chance.
    """
    m, n = len(images), len(real)
    first = max(1, round(SHARE * n))
    found = []
    for ours, theirs, source in zip(images.T, real.T, sources.T, strict=True):
        limit = np.partition(theirs, n - first)[n - first]
        count = len(np.unique(source[ours >= limit]))
        p = float(hypergeom.sf(count - 1, m + n, m, min(count + first - 1, m + n)))
        found.append((p, count))
    p, count = min(found, key=lambda each: each[0])
    return Surplus(count, m * first / n, min(1.0, p * len(found)))
