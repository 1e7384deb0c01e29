"""Whether generated images are nearer to the training images than unseen real ones, or farther."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Array = npt.NDArray[np.float64]


class Closeness(NamedTuple):
    """AUC = P(d(generated) < d(unseen)) + P(equal) / 2, its 95 % interval, and C_T.

    0.5: as near as unseen images; above: nearer. `ct` is the z of the Mann-Whitney test of Meehan
    et al. 2020 (arXiv 2004.05675) over the whole space as one cell: far below 0 for copies.
    """

    auc: float
    low: float
    high: float
    ct: float


def closeness(generated: Array, unseen: Array) -> Closeness:
    """Compare nearest distances (m,) and (M,) to the training images.

    The interval is DeLong's (1988), whose variance comes from the placements of each value among
    the other group, here on the scale of probabilities and cut at 0 and 1.
    """
    m, n = len(generated), len(unseen)
    ranks = rankdata(np.concatenate([generated, unseen]))
    # mean rank minus rank within the own group counts the smaller values of the other group
    nearer = 1.0 - (ranks[:m] - rankdata(generated)) / n
    farther = (ranks[m:] - rankdata(unseen)) / m
    auc = float(nearer.mean())
    variance = _variance(nearer) / m + _variance(farther) / n
    if auc in (0, 1):
        # apart without exception: as uncertain as under chance's ranks, which DeLong's 0 hides
        variance = max(variance, (m + n + 1) / (12 * m * n))
    half = 1.96 * float(np.sqrt(variance))
    pooled = np.sqrt(m * n * (m + n + 1) / 12.0)
    return Closeness(
        auc=auc,
        low=max(0.0, auc - half),
        high=min(1.0, auc + half),
        ct=float((0.5 - auc) * m * n / pooled),
    )


def _variance(values: Array) -> float:
    # one value tells nothing of its spread: as wide as an AUC can be
    return float(values.var(ddof=1)) if len(values) > 1 else 0.25
