"""How many generated images show something for sure, to a classifier of the training images."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.measure import Limits, Measure, Measured, Metric, Quantity
from wgan.evaluation.sets import Sets
from wgan.text import share

Array = npt.NDArray[np.float64]
DOUBTFUL = 0.05
"""Share of real images that are less than sure, by definition."""
FEWEST = 20
"""Unseen images in a half: of fewer the quantile is not to be had."""


def sure(sets: Sets) -> Measured:
    """Share of images that the classifier reads as surely as 95 % of unseen ones.

    Nothing without a classifier.
    """
    labelled = sets.labelled
    if labelled is None or labelled.classifier is None:
        return Measured({}, {})
    made, real = (
        labelled.classifier.confidence(images)
        for images, _ in (labelled.generated, labelled.unseen)
    )
    own, reached = sure_share(made, real)
    return Measured({"share": own}, {"share": reached})


def sure_share(generated: Array, unseen: Array) -> tuple[float, float]:
    """Shares of generated (n,) and of unseen (m,) confidences that reach the 5 % quantile.

    The quantile of one half of the unseen images judges the other half and the generated ones; then
    the halves change places, and both results are averaged. So no image judges itself, and unseen images
    come near 0.95. NaN if a half has fewer than FEWEST.
    """
    halves = unseen[::2], unseen[1::2]
    if len(halves[1]) < FEWEST:
        return float("nan"), float("nan")
    limits = [np.quantile(half, DOUBTFUL) for half in halves]
    own = np.mean([(generated >= limit).mean() for limit in limits])
    reached = np.mean(
        [(half >= limit).mean() for half, limit in zip(halves, limits[::-1], strict=True)]
    )
    return float(own), float(reached)


MEASURE = Measure(
    name="sure",
    measure=sure,
    place=55,
    quantities=(
        Quantity(
            "share",
            row="Read for sure",
            reading="as surely as 95 % of unseen images, by a classifier of the training images",
            form=share,
            metric=Metric("sure"),
            limits=Limits(
                0.9,
                0.5,
                "a classifier reads {generated:.0%} of them for sure, {real:.0%} of real ones",
                chance=0.03,
            ),
        ),
    ),
)
