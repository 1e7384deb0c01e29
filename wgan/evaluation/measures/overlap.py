"""Precision, recall, density and coverage: how two sets of points overlap."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from wgan.evaluation.measure import (
    Limits,
    Measure,
    Measured,
    Metric,
    Quantity,
    difference,
)
from wgan.evaluation.sets import Sets
from wgan.text import share

Array = npt.NDArray[np.float64]
NEAREST = 5
"""Neighbours that make up a ball: the 5 of arXiv 2002.09797."""


class Overlap(NamedTuple):
    """Each share lies in [0, 1], `density` in [0, inf); two samples of one source come near 1.

    `precision`: generated points within the ball of a real one; `recall`: real points within the
    ball of a generated one (Kynkäänniemi et al. 2019, arXiv 1904.06991). `density`: how many
    real balls hold a generated point, over k; `coverage`: real balls that hold any (Naeem et al.
    2020, arXiv 2002.09797). The ball of a point reaches to its k-th nearest of its own set.
    """

    precision: float
    recall: float
    density: float
    coverage: float


def overlap(real: Array, fake: Array, k: int = NEAREST) -> Overlap:
    """Compare points (n, d) and (m, d); NaN if one has fewer than two points."""
    if min(len(real), len(fake)) < 2:
        return Overlap(*[float("nan")] * 4)
    between = cdist(real, fake)
    in_real = between <= _radii(real, k)[:, None]
    in_fake = between <= _radii(fake, k)[None, :]
    return Overlap(
        precision=float(in_real.any(axis=0).mean()),
        recall=float(in_fake.any(axis=1).mean()),
        density=float(in_real.sum(axis=0).mean()) / min(k, len(real) - 1),
        coverage=float(in_real.any(axis=1).mean()),
    )


def _radii(points: Array, k: int) -> Array:
    """Distance of each point to its k-th nearest other one, or to the last where there are fewer."""
    own = cdist(points, points)
    np.fill_diagonal(own, -1.0)
    k = min(k, len(points) - 1)
    return np.asarray(np.partition(own, k, axis=1)[:, k])


def _measure(sets: Sets) -> Measured:
    made, real, unseen = sets.features
    return Measured(overlap(unseen, made)._asdict(), overlap(unseen, real)._asdict())


MEASURE = Measure(
    name="overlap",
    measure=_measure,
    place=20,
    quantities=(
        Quantity(
            "precision",
            row="Precision",
            reading="generated images among real ones",
            form=share,
        ),
        Quantity(
            "recall",
            row="Recall",
            reading="real images among generated ones",
            form=share,
            limits=Limits(
                -0.1,
                -0.5,
                "they span {generated:.0%} of the variety of real images, real ones {real:.0%}",
                difference,  # chance moves it by as much, however large it is; a ratio not
                chance=0.2,
            ),
        ),
        Quantity(
            "coverage",
            row="Coverage",
            reading="real images with a generated one near",
            form=share,
            metric=Metric("coverage"),
            limits=Limits(
                0.9,
                0.5,
                "they come near {generated:.0%} of the real images, real ones {real:.0%}",
                chance=0.02,
            ),
        ),
        Quantity(
            "density",
            row="Density",
            reading="how densely they lie among real ones; far above 1: too alike",
        ),
    ),
)
