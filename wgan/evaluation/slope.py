"""The trend of a noisy curve whose neighbouring rows depend on each other."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau, linregress, t

Array = npt.NDArray[np.float64]

BLOCKS = 20
"""Means over blocks: neighbouring rows depend on each other, these hardly do."""
FEWEST_BLOCKS = 8
"""Of fewer no correlation between blocks can be told."""
LARGEST_CORRELATION = 0.95
"""Between blocks: one nearer to 1 would leave less than half of a block to go by."""
DOUBT = 0.75
"""Standard errors that the correlation between blocks is taken higher by: of so few it is unsure."""


class Slope(NamedTuple):
    """Trend of a tail: the line at its begin and end, and the change relative to the level.

    `relative` is slope times length over the median of |values|, with a 95 % interval; `p` is
    of Kendall's tau (the Mann-Kendall test). `level` is the mean of the values, `error` its standard
    error, `noise` the standard deviation of single values around the line.
    """

    start: float
    end: float
    relative: float
    low: float
    high: float
    p: float
    level: float
    error: float
    noise: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return not self.low <= 0 <= self.high


def tail_slope(step: Array, values: Array) -> Slope | None:
    """Fit a line to block means by least squares; None if there are too few rows for it.

    The interval is Student's for the slope of as many independent means as the correlation between
    blocks leaves, that of an AR(1) process. benchmarks/evaluation/trend.py measures how often it misses 0
    where there is no trend.
    """
    count = min(BLOCKS, len(values) // 2)
    if len(values) >= FEWEST_BLOCKS:
        count = max(count, FEWEST_BLOCKS)
    scale = float(np.median(np.abs(values))) if len(values) else 0.0
    if count < FEWEST_BLOCKS or scale == 0:
        return None
    x, y = stretch_means(step, count), stretch_means(values, count)
    slope, intercept, *_ = linregress(x, y)
    rest = y - intercept - slope * x
    spread = float(np.sqrt(rest @ rest / (count - 2)))
    independent = count / _inflation(rest)
    error = spread / np.sqrt(independent)
    half = error / x.std() * t.ppf(0.975, max(independent - 2, 3))
    change = float(step[-1] - step[0]) / scale
    return Slope(
        start=float(intercept + slope * step[0]),
        end=float(intercept + slope * step[-1]),
        relative=float(slope * change),
        low=float((slope - half) * change),
        high=float((slope + half) * change),
        p=float(kendalltau(x, y).pvalue) if np.ptp(y) else 1.0,
        level=float(values.mean()),
        error=float(error),
        noise=float(np.std(values - slope * step)),
    )


def stretch_means(values: Array, count: int) -> Array:
    """Means over `count` stretches of neighbouring values, as equally long as can be."""
    return np.array([part.mean() for part in np.array_split(values, count)])


def _inflation(rest: Array) -> float:
    """(1 + r) / (1 - r): how many times the variance of a mean is that of independent values.

    r is the lag-1 correlation, corrected for its bias (Kendall 1954) and raised by some of its error.
    """
    count, total = len(rest), float(rest @ rest)
    raw = float(rest[1:] @ rest[:-1]) / total if total > 0 else 0.0
    r = raw + (2 + 4 * raw) / count
    r += DOUBT * float(np.sqrt(max(1 - r * r, 0.0) / count))
    r = min(max(r, 0.0), LARGEST_CORRELATION)
    return (1 + r) / (1 - r)
