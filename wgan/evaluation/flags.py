"""Which single images are too near to a training image, at a controlled rate of false alarms."""

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest, false_discovery_control

from wgan.evaluation.neighbours import Neighbours

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def isolation(found: Neighbours) -> Array:
    """Score (m,) in [0, 1]: the nearest distance over the mean of the next ones.

    A copy is much nearer to its source than to the source's neighbours; a plain distance would
    call every simple image a copy (Carlini et al. 2023, arXiv 2301.13188, section 4). 1 where
    there is nothing to compare with, or all are at distance 0.
    """
    if found.distance.shape[1] < 2:
        return np.ones(len(found.distance))
    near, rest = found.distance[:, 0], found.distance[:, 1:].mean(axis=1)
    return np.divide(near, rest, out=np.ones_like(near), where=rest > 0)


def conformal_p(scores: Array, calibration: Array) -> Array:
    """p-values (m,): (1 + how many calibration scores are as low) / (1 + their number).

    Valid in finite samples if score and calibration scores are exchangeable (Bates et al. 2021,
    arXiv 2104.08279).
    """
    as_low = np.searchsorted(np.sort(calibration), scores, side="right")
    return np.asarray((1.0 + as_low) / (1.0 + len(calibration)))


def benjamini_hochberg(p: Array, q: float) -> Flags:
    """Reject so that at most a share q of the rejections is false, on average (1995)."""
    return np.asarray(false_discovery_control(p) <= q)


def copy_rate_high(flagged: int, count: int) -> float:
    """One-sided upper bound of a rate, for 95 %, Clopper and Pearson 1934: about 3/n if none of n."""
    return float(binomtest(flagged, count, alternative="less").proportion_ci(0.95).high)
