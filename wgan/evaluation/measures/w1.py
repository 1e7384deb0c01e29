"""How far generated images are from unseen ones in pixels, beside as many training images."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.measure import Limits, Measure, Measured, Metric, Quantity, ratio
from wgan.evaluation.sets import Sets
from wgan.text import number
from wgan.transport import wasserstein

Array = npt.NDArray[np.float64]
GROUPS = 5
"""Of images, one of them left out at a time: each costs a transport of its own."""


def w1(sets: Sets) -> Measured:
    """W1 of both sets to the unseen images, and its ratio with a standard error."""
    whole, error = w1_ratio(*sets.costs)
    made, real = whole
    return Measured(
        {"distance": made},
        {"distance": real},
        {"w1_ratio": {"ratio": ratio(made, real), "standard_error": error}},
    )


def w1_ratio(generated: Array, train: Array) -> tuple[tuple[float, float], float]:
    """Both W1 from distances (n, n) to the unseen images, and the standard error of their ratio.

    The ratio is 1 for images as good as real ones; it cancels that even two sets of real images are a
    distance apart. The error is from a jackknife that leaves out one of GROUPS groups of the images
    at a time; NaN if there are too few.
    """
    costs = generated, train
    whole = wasserstein(generated), wasserstein(train)
    count = len(generated)
    if count < 2 * GROUPS:
        return whole, float("nan")
    # not in their order: where classes take turns, a group would be of some of them
    group = np.random.default_rng(0).permutation(count) % GROUPS
    parts = np.array(
        [
            ratio(*(wasserstein(cost[np.ix_(group != out, group != out)]) for cost in costs))
            for out in range(GROUPS)
        ]
    )
    spread = float(np.square(parts - parts.mean()).sum())
    return whole, float(np.sqrt((GROUPS - 1) / GROUPS * spread))


def _reading(measured: Measured) -> str:
    told = measured.extra["w1_ratio"]
    error = number(1.96 * told["standard_error"], 2)
    return f"root mean square, pixels from 0 to 1; ratio {number(told['ratio'])} ± {error}; below 1: smoother than real"


MEASURE = Measure(
    name="w1",
    measure=w1,
    place=10,
    quantities=(
        Quantity(
            "distance",
            row="Distance to unseen images in pixels (W1)",
            reading=_reading,
            metric=Metric("w1_ratio", ratio),
            limits=Limits(
                1.05,
                1.3,
                "in pixels they are {value:.2f} times as far from unseen images as real ones are",
                chance=0.02,
            ),
        ),
    ),
)
