"""Whether more images than chance gives are too near to training images, without saying which."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

from wgan.evaluation.scores import Scores

SHARE = 0.02
"""Of the real images, the most surprising ones, which others are compared with."""
LEVEL = 0.01
"""False alarms, over all ways to look together."""


class Surplus(NamedTuple):
    """`seen` images are more surprisingly near than all real ones but the first SHARE, where `expected` would be.

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


def surplus(images: Scores, real: Scores) -> Surplus:
    """Compare the surprises of m images with those of n real ones, by each way to look.

    If images are like real ones, all orders of both are equally likely; so of the x + s - 1 most surprising, s
    of them real, x or more are images with a hypergeometric chance. What may be one accident counts as one:
    several images at one training image; and two training images that are each other's nearest, so that of the
    real ones which are training images themselves no more than half are taken to be independent. That errs on the
    safe side, as ties do.
    """
    m, n = len(images.own), len(real.own)
    first = max(1, round(SHARE * n))
    independent = n - int((real.own >= 0).sum()) // 2
    found = []
    for way in range(images.surprises.shape[1]):
        theirs = real.surprises[:, way]
        limit = np.partition(theirs, n - first)[n - first]
        seen = len(np.unique(images.sources[images.surprises[:, way] > limit, way]))
        top = theirs >= limit
        before = min(_accidents(real.own[top], real.sources[top, way]), independent)
        p = float(hypergeom.sf(seen - 1, m + independent, m, seen + before - 1))
        found.append((p, seen, m * before / independent))
    p, seen, expected = min(found, key=lambda each: each[0])
    return Surplus(seen, expected, min(1.0, p * len(found)))


def _accidents(own: npt.NDArray[np.int64], sources: npt.NDArray[np.int64]) -> int:
    """How many of some real images are independent: a training image and its nearest, if both are there, are one."""
    pairs = {
        frozenset(pair) for pair in zip(own.tolist(), sources.tolist(), strict=True) if pair[0] >= 0
    }
    return int((own < 0).sum()) + len(pairs)
