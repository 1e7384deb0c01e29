"""Test images that a training image nearly equals: the same picture resized or compressed again.

They are no unseen images, and weaken what `evaluate` can say: a copy of such a training image looks as
one of an image that nobody trained on.
"""

from dataclasses import dataclass
from typing import Any

from wgan.evaluation.flags import isolation
from wgan.evaluation.neighbours import Neighbours

ISOLATED = 0.25
"""Of the mean distance to the next neighbours; a picture compressed again stays far below, and
different real pictures above (docs/evidence.md)."""


@dataclass(frozen=True)
class NearDoubles:
    """How many of the test images looked at have a near double among the training images."""

    count: int
    of: int

    def details(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return {"count": self.count, "test_images": self.of}


def near_doubles(found: Neighbours, duplicate: float) -> NearDoubles:
    """Count test images by their nearest training images, `found` with the tolerance for shifts.

    A near double is within `duplicate` grey levels, or a quarter as far as the next training images
    are on average.
    """
    close = (found.distance[:, 0] <= duplicate) & (
        found.distance[:, 0] < found.distance.mean(axis=1)
    )
    near = close | (isolation(found) < ISOLATED)
    return NearDoubles(int(near.sum()), len(near))
