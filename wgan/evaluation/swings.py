"""Whether a curve swings, rather than being noisy: it falls and rises again, for sure."""

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d
from scipy.signal import detrend
from scipy.stats import chi2, rankdata

Array = npt.NDArray[np.float64]
LAGS = 10
"""Rows whose correlation with a row is looked at, at most a quarter of all."""
CHANCE = 1e-3
WINDOW = 3
"""Rows that are averaged before a swing is measured."""


def swing(values: Array) -> float:
    """The lesser of the largest fall and the largest rise, in units of `values` (rows,).

    0 for noise whose rows are independent, however large (Ljung and Box 1978), for a curve that
    only falls or only rises, and for a single burst.
    """
    # of ranks: one burst of a few rows would correlate them by itself
    if not correlated(rankdata(detrend(values))):
        return 0.0
    smooth = uniform_filter1d(values, WINDOW, mode="nearest")
    rise = float((smooth - np.minimum.accumulate(smooth)).max())
    fall = float((np.maximum.accumulate(smooth) - smooth).max())
    return min(rise, fall)


def correlated(values: Array) -> bool:
    """Whether rows depend on rows near them, beyond chance, by Ljung and Box's test."""
    count = len(values)
    lags = np.arange(1, min(LAGS, count // 4) + 1)
    centred = values - values.mean()
    total = float(centred @ centred)
    if not len(lags) or total == 0:
        return False
    correlations = np.array([centred[lag:] @ centred[:-lag] for lag in lags]) / total
    statistic = count * (count + 2) * float((np.square(correlations) / (count - lags)).sum())
    return bool(chi2.sf(statistic, len(lags)) < CHANCE)
