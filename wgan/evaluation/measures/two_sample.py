"""The classifier two-sample test: whether generated and real images can be told apart."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from wgan.evaluation.measure import Limits, Measure, Measured, Metric, Quantity, alone
from wgan.evaluation.sets import Sets
from wgan.text import interval, share

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
    Two points that are each other's nearest share one vote: the interval allows for it. NaN for
    fewer than two points of each.
    """
    count = len(real)
    if count < 2:
        return TwoSample(*[float("nan")] * 3)
    points = np.concatenate([real, fake])
    between = cdist(points, points)
    np.fill_diagonal(between, np.inf)
    own, other = (
        np.concatenate([between[:count, near].min(axis=1), between[count:, far].min(axis=1)])
        for near, far in (
            (slice(count), slice(count, None)),
            (slice(count, None), slice(count)),
        )
    )
    votes = (own < other) + 0.5 * (own == other)
    neighbour = between.argmin(axis=1)
    mutual = float(np.mean(neighbour[neighbour] == np.arange(len(points))))
    accuracy = float(votes.mean())
    half = 1.96 * float(np.sqrt(votes.var() * (1 + mutual) / len(votes)))
    return TwoSample(accuracy, max(0.0, accuracy - half), min(1.0, accuracy + half))


def _measure(sets: Sets) -> Measured:
    made, real, unseen = sets.features
    return Measured(two_sample(unseen, made)._asdict(), two_sample(unseen, real)._asdict())


def _reading(measured: Measured) -> str:
    told = measured.generated
    return f"50 % is ideal; 95 % interval {interval(told['low'], told['high'])}"


MEASURE = Measure(
    name="two_sample",
    measure=_measure,
    place=30,
    quantities=(
        Quantity(
            "accuracy",
            row="Told from real images",
            reading=_reading,
            form=share,
            metric=Metric("told_apart"),
            limits=Limits(
                0.6,
                0.9,
                "they are told from real images in {generated:.0%} of the cases (50% is ideal)",
                alone,
                chance=0.03,
            ),
        ),
    ),
)
