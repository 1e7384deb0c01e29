"""What is known of images when they are judged."""

from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from wgan.evaluation.flags import Flags

Array = npt.NDArray[np.float64]
ALONE = 0.5
"""Isolation below which a near-duplicate is one image's twin, not one of many that look alike."""


class Scores(NamedTuple):
    """Of m images, each (m,) where nothing else is said: what the rule looks at.

    `distance` to the nearest training image with the tolerance, `company` to the tenth, `to_train` and `to_unseen`
    without, grey levels, `nearest` the row of that training image; `isolation` as the module flags says.
    `surprises` (m, w) are those of each way to look, as the module surprise says, and `sources` (m, w) the training
    images that are so near, by their rows. `by_unseen` is the surprise of being as near to unseen images, NaN if not
    looked for. `own` is the row of a training image that is compared with the others, -1 of all else.
    """

    distance: Array
    company: Array
    isolation: Array
    to_train: Array
    nearest: npt.NDArray[np.int64]
    to_unseen: Array
    by_unseen: Array
    surprises: Array
    sources: npt.NDArray[np.int64]
    own: npt.NDArray[np.int64]

    @property
    def surprise(self) -> Array:
        """The greatest of each image."""
        return np.asarray(self.surprises.max(axis=1))

    @property
    def source(self) -> npt.NDArray[np.int64]:
        """The training image that is so near, by the most surprising way to look."""
        best = self.surprises.argmax(axis=1)[:, None]
        return np.take_along_axis(self.sources, best, axis=1)[:, 0]

    def joined(self, other: Self) -> "Scores":
        """These images, then the others."""
        pairs = zip(self, other, strict=True)
        return Scores._make(np.concatenate(pair) for pair in pairs)

    def part(self, rows: npt.NDArray[np.intp]) -> "Scores":
        """The images `rows`."""
        return Scores._make(values[rows] for values in self)


def twins(distance: Array, isolation: Array, duplicate: float) -> Flags:
    """Say which images (m,) have a twin: one near-duplicate, and no others that look like it."""
    return (distance <= duplicate) & (isolation < ALONE)
