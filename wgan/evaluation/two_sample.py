"""The classifier two-sample test: whether generated and real images can be told apart."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.features import distances

Array = npt.NDArray[np.float64]


class TwoSample(NamedTuple):
    """Accuracy of telling, with a 95 % interval; 0.5 is ideal, 1 is told apart always."""

    accuracy: float
    low: float
    high: float


def two_sample(real: Array, fake: Array) -> TwoSample:
    """Classify each of n real and n fake points (n, d) as its nearest other one.

    The 1-NN test of Lopez-Paz and Oquab 2017 (arXiv 1610.06545), whose leave-one-out form needs
    no training (Xu et al. 2018, arXiv 1806.07755). Equally near points of both sets count half.
    The interval treats the 2 n votes as independent. NaN for fewer than two points of each.
    """
    if len(real) < 2:
        return TwoSample(*[float("nan")] * 3)
    within = [distances(points, points) for points in (real, fake)]
    for own in within:
        np.fill_diagonal(own, np.inf)
    between = distances(real, fake)
    votes = np.concatenate(
        [
            _votes(within[0].min(axis=1), between.min(axis=1)),
            _votes(within[1].min(axis=1), between.min(axis=0)),
        ]
    )
    accuracy = float(votes.mean())
    half = 1.96 * float(np.sqrt(max(accuracy * (1 - accuracy), 0.0) / len(votes)))
    return TwoSample(accuracy, max(0.0, accuracy - half), min(1.0, accuracy + half))


def _votes(own: Array, other: Array) -> Array:
    return np.asarray((own < other) + 0.5 * (own == other), dtype=np.float64)
