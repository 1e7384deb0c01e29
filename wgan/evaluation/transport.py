"""The Wasserstein distance between two sets of images, in pixels: no critic takes part."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from wgan.evaluation.features import distances

Array = npt.NDArray[np.float64]


def wasserstein(cost: Array) -> float:
    """W1 between two sets of n points from their distances (n, n): the mean of the best matching.

    For equally many points the optimal plan is an assignment (Birkhoff).
    """
    return float(cost[linear_sum_assignment(cost)].mean())


def pixel_costs(left: Array, right: Array) -> Array:
    """Root mean square differences (m, n) of pixels in [0, 1]."""
    return distances(left, right) / np.sqrt(left.shape[1])


def w1_ratio(generated: Array, train: Array, unseen: Array, groups: int = 5) -> tuple[float, float]:
    """W1(generated, unseen) / W1(train, unseen), and its standard error.

    All are (n, d), pixels in [0, 1]. 1 is as good as real images; the ratio cancels that even two
    sets of real images are a distance apart. The error is from a jackknife that leaves out one of
    `groups` groups of the images at a time; NaN if there are too few.
    """
    costs = pixel_costs(generated, unseen), pixel_costs(train, unseen)
    whole = _ratio(*costs)
    if len(unseen) < 2 * groups:
        return whole, float("nan")
    group = np.arange(len(unseen)) % groups
    parts = np.array(
        [
            _ratio(*(cost[np.ix_(group != left_out, group != left_out)] for cost in costs))
            for left_out in range(groups)
        ]
    )
    spread = float(np.square(parts - parts.mean()).sum())
    return whole, float(np.sqrt((groups - 1) / groups * spread))


def _ratio(generated: Array, real: Array) -> float:
    least = wasserstein(real)
    return wasserstein(generated) / least if least > 0 else float("nan")
