"""How different generated images are from each other, beside real ones."""

import numpy as np

from wgan.evaluation.measure import Limits, Measure, Measured, Quantity, ratio
from wgan.evaluation.neighbours import nearest, without_self
from wgan.evaluation.sets import Sets
from wgan.images import Bytes


def spacing(images: Bytes) -> float:
    """Median over images (n, H, W, C) of the L1 distance to the nearest other one.

    In grey levels 0..255; NaN for fewer than two images. Compare sets of equally many: the nearest
    of more images is nearer.
    """
    if len(images) < 2:
        return float("nan")
    found = without_self(nearest(images, images, 2), np.arange(len(images)))
    return float(np.median(found.distance[:, 0]))


def diversity(sets: Sets) -> Measured:
    """Spacing of generated and training images, and its ratio to that of the unseen ones.

    The ratio is 1 if they are as varied as real images, towards 0 for a collapsed generator.
    """
    made, unseen = map(spacing, (sets.generated, sets.unseen))
    told = {"generated": made, "real": unseen, "ratio": ratio(made, unseen)}
    return Measured({"spacing": made}, {"spacing": unseen}, {"diversity": told})


MEASURE = Measure(
    name="diversity",
    measure=diversity,
    place=50,
    quantities=(
        Quantity(
            "spacing",
            row="Variety: distance to the nearest other",
            reading="median, grey levels; half of real or less is a collapse",
            limits=Limits(
                0.9,
                0.5,
                "they differ by {generated:.1f} grey levels, real ones by {real:.1f}",
                chance=0.1,
            ),
        ),
    ),
)
