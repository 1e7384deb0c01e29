"""What of a difference between groups of runs may be chance."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from wgan.comparison.runs import Group

ALONE = "one run: chance unknown"
BEST_ALONE = "the best has one run: chance unknown"
ALIKE = "can't be told apart"
UNLIKE = 0.01
"""p below which the variances of settings are not one."""


class Mean(NamedTuple):
    """Mean of some runs, and half the width of its 95 % interval; NaN for a single run."""

    mean: float
    half: float

    def __str__(self) -> str:
        told = f"{self.mean:.3f}"
        return told if np.isnan(self.half) else f"{told} ± {self.half:.3f}"


def mean(values: Sequence[float]) -> Mean | None:
    """Student's t interval of the mean; None for no values."""
    if not values:
        return None
    half = np.nan
    if len(values) > 1:
        half = float(stats.t.ppf(0.975, len(values) - 1) * stats.sem(values))
    return Mean(float(np.mean(values)), half)


def against_best(groups: Sequence[Group]) -> list[str]:
    """What can be said of each group beside the first, in its score.

    Intervals hold for all pairs at once: Tukey's, or Tukey and Kramer's for unequal counts; where
    settings scatter surely unlike each other (Bartlett's test), as ones that fail do, Games and Howell's
    (1976), for one variance for all would hide what the others differ by. A single run has no spread, so
    nothing is said of it.
    """
    scores = [[run.score for run in group.runs] for group in groups]
    repeated = [i for i, values in enumerate(scores) if len(values) > 1]
    if len(repeated) < 2 or 0 not in repeated:
        told = [ALONE if len(values) == 1 else BEST_ALONE for values in scores[1:]]
        return ["best", *told]
    with np.errstate(all="ignore"):  # its p-values are 0 / 0 for seeds that all agree
        samples = [scores[i] for i in repeated]
        alike = not stats.bartlett(*samples).pvalue < UNLIKE
        interval = stats.tukey_hsd(*samples, equal_var=alike).confidence_interval(0.95)
    told = ["best"]
    for i in range(1, len(groups)):
        if i not in repeated:
            told.append(ALONE)
            continue
        place = repeated.index(i)
        told.append(_difference(interval.low[place, 0], interval.high[place, 0]))
    return told


def _difference(low: float, high: float) -> str:
    if low > 0:
        return f"worse by {low:.3f} to {high:.3f}"
    if high < 0:
        return f"nearer by {-high:.3f} to {-low:.3f}, but broken"
    return ALIKE
