"""The trend of a noisy curve whose neighbouring rows depend on each other."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau, theilslopes

Array = npt.NDArray[np.float64]

BLOCKS = 20
"""Means over blocks: neighbouring rows depend on each other, these hardly do."""
FEWEST_BLOCKS = 8
LARGEST_CORRELATION = 0.95


class Slope(NamedTuple):
    """Trend of a tail: the line at its begin and end, and the change relative to the level.

    `relative` is slope times length over the median of |values|, with a 95 % interval; `p` is
    of Kendall's tau (the Mann-Kendall test).
    """

    start: float
    end: float
    relative: float
    low: float
    high: float
    p: float


def tail_slope(step: Array, values: Array) -> Slope | None:
    """Fit Theil and Sen's line to block means; None if there are too few rows for it.

    What correlation is left between the blocks widens the interval, as for the mean of an AR(1)
    process. benchmarks/evaluation/trend.py measures how often it misses 0 where there is no trend.
    """
    count = min(BLOCKS, len(values) // 2) if len(values) < 2 * BLOCKS else BLOCKS
    if len(values) >= FEWEST_BLOCKS:
        count = max(count, FEWEST_BLOCKS)
    level = float(np.median(np.abs(values))) if len(values) else 0.0
    if count < FEWEST_BLOCKS or level == 0:
        return None
    x = np.array([part.mean() for part in np.array_split(step, count)])
    y = np.array([part.mean() for part in np.array_split(values, count)])
    if np.ptp(y) == 0:
        return Slope(float(y[0]), float(y[0]), 0.0, 0.0, 0.0, 1.0)
    slope, intercept, low, high = theilslopes(y, x)
    widening = _widening(y - slope * x)
    low, high = slope - (slope - low) * widening, slope + (high - slope) * widening
    scale = float(step[-1] - step[0]) / level
    return Slope(
        start=float(intercept + slope * step[0]),
        end=float(intercept + slope * step[-1]),
        relative=float(slope * scale),
        low=float(low * scale),
        high=float(high * scale),
        p=float(kendalltau(x, y).pvalue),
    )


def _widening(residuals: Array) -> float:
    """sqrt((1 + r) / (1 - r)) for the lag-1 correlation r, corrected for its bias (Kendall 1954)."""
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    raw = float(centred[1:] @ centred[:-1]) / total if total > 0 else 0.0
    r = min(max(raw + (1 + 4 * raw) / len(centred), 0.0), LARGEST_CORRELATION)
    return float(np.sqrt((1 + r) / (1 - r)))
