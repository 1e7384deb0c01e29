"""What evaluation hands to the report, beside its numbers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wgan.images import Bytes

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One number: what it is, for generated and for real images, and how to read it."""

    name: str
    generated: str
    real: str
    reading: str


@dataclass(frozen=True)
class Pair:
    """A generated image, the training image that it may copy, and the nearest unseen one; (H, W, C) uint8.

    Distances are in grey levels; `p` is how often an unseen image is so isolated a neighbour. Where
    there are no unseen images, it is None and what needs it NaN.
    """

    generated: Bytes
    train: Bytes
    unseen: Bytes | None
    to_train: float
    to_unseen: float
    p: float
    flagged: bool


@dataclass(frozen=True)
class Distances:
    """Of generated and of unseen images: distance to the nearest training image, and isolation.

    All (n,): grey levels, and shares of the mean distance to the next neighbours.
    """

    generated: Array
    unseen: Array
    generated_isolation: Array
    unseen_isolation: Array


@dataclass(frozen=True)
class Curves:
    """Of a run, all arrays (rows,): raw and smoothed estimates, mean critic scores.

    `tail` is what was fitted to the last part, steps and values: a line of the distance, times the critic's
    slope; None if none was fitted. `estimates` says whether the difference of scores estimates a distance.
    """

    step: Array
    estimate: Array
    smoothed: Array
    validation: Array
    real: Array
    fake: Array
    held_out: Array
    tail: tuple[Array, Array] | None
    estimates: bool
