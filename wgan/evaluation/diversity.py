"""How different generated images are from each other, beside real ones."""

from typing import NamedTuple

import numpy as np

from wgan.evaluation.neighbours import nearest, without_self
from wgan.images import Bytes

COLLAPSED_SPACING = 0.5
"""Images are alike if their nearest others are so much nearer than those of real images."""
COLLAPSED_EFFECTIVE = 0.1
"""Or if they spread over so few real images, as a share of their number."""


class Diversity(NamedTuple):
    """Median distance to the nearest other image of the same set, in grey levels."""

    generated: float
    real: float

    @property
    def ratio(self) -> float:
        """1 if as varied as real images, towards 0 for a collapsed generator; may be NaN."""
        return self.generated / self.real if self.real > 0 else float("nan")


def spacing(images: Bytes) -> float:
    """Median over images (n, H, W, C) of the L1 distance to the nearest other one.

    In grey levels 0..255; NaN for fewer than two images.
    """
    if len(images) < 2:
        return float("nan")
    found = without_self(nearest(images, images, 2), np.arange(len(images)))
    return float(np.median(found.distance[:, 0]))


def diversity(generated: Bytes, real: Bytes) -> Diversity:
    """Compare the spacing of equally many generated and real images, taken from the start.

    Equally many, because the nearest of more images is nearer.
    """
    count = min(len(generated), len(real))
    return Diversity(spacing(generated[:count]), spacing(real[:count]))


def collapse(measured: Diversity, effective: float, count: int) -> str | None:
    """Tell in words why generated images lack variety; None if they do not.

    `effective` is how many real images they spread over (`TrainShare.effective`), of `count`
    that they could: the smaller number of generated and of real images.
    """
    if measured.ratio < COLLAPSED_SPACING:
        return (
            f"the generated images differ from each other by {measured.generated:.1f} grey levels, "
            f"real ones by {measured.real:.1f}"
        )
    if effective < COLLAPSED_EFFECTIVE * count:
        return f"the generated images spread over {effective:.0f} real ones, of {count} possible"
    return None
