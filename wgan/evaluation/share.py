"""Whether generated images, as a whole, keep nearer to the training images than to unseen ones."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.neighbours import Neighbours

Array = npt.NDArray[np.float64]
UNKNOWN = 0.25
"""A memorized fraction that chance may make so large is not told."""
DRAWS = 9999
"""Relabellings drawn for the p-value."""


APART_P = 0.001
APART = 0.1
"""Training images, each left out, show that they and unseen ones differ by a p below the first and a share, as if
memorized, surely above the second: then generated images keep nearer to them, too, without a copy. Less does no harm."""


class TrainShare(NamedTuple):
    """How often the nearest of all real images is a training image.

    `expected` holds if nothing was memorized; `p` is one-sided, by permutation of the labels
    train and unseen; `memorized` is the share of generated images that owe their nearest
    neighbour to memory, (share - expected) / (1 - expected), with its 95 % interval;
    `effective` is how many references the images spread over, m^2 / sum c^2.
    """

    share: float
    expected: float
    p: float
    memorized: float
    memorized_low: float
    memorized_high: float
    effective: float

    @property
    def least(self) -> float:
        """The memorized fraction from which on it would be more than chance, about p = 0.01."""
        return (self.memorized_high - self.memorized_low) / 2 * 2.33 / 1.96

    def shows(self, most: float) -> float:
        """The memorized fraction from which on it is more than chance, and surely more than `most`."""
        return max(self.least, most + (self.memorized_high - self.memorized_low) / 2)

    @property
    def apart(self) -> bool:
        """Of training images, each left out: whether these and unseen ones are no images of one source, made alike."""
        return self.p < APART_P and self.memorized_low > APART

    def untested(self) -> "TrainShare":
        """The same where training and unseen images are not exchangeable, so the shares alone."""
        unknown = {"p": math.nan, "memorized": math.nan}
        return self._replace(**unknown, memorized_low=math.nan, memorized_high=math.nan)

    def account(self) -> dict[str, Any]:
        """The numbers for details.json; no fraction where chance alone may make a quarter."""
        known = self._asdict()
        return {**known, "memorized": self.memorized if self.least < UNKNOWN else math.nan}


def visits(
    train: Neighbours, unseen: Neighbours, n_train: int, n_unseen: int
) -> tuple[Array, Array]:
    """Count how often each training and each unseen image is the nearest of all.

    An image with several equally near ones gives each of them an equal part.
    """
    least = np.minimum(train.distance[:, :1], unseen.distance[:, :1])
    ties = [found.distance == least for found in (train, unseen)]
    part = 1.0 / (ties[0].sum(axis=1) + ties[1].sum(axis=1))
    counts = []
    for found, tie, size in zip((train, unseen), ties, (n_train, n_unseen), strict=True):
        rows, columns = np.nonzero(tie)
        weights = np.bincount(found.index[rows, columns], part[rows], minlength=size)
        counts.append(weights.astype(np.float64))
    return counts[0], counts[1]


def train_share(train: Array, unseen: Array, rng: np.random.Generator) -> TrainShare:
    """Test `visits` against chance, whatever the quality of the images.

    If nothing was memorized, training and unseen images are exchangeable given the generated
    ones, so the labels may be permuted; a single image that attracts all samples then counts
    once, not as often as it is hit. The standard deviation under permutation has a closed form,
    sd^2 = NM / ((N + M)(N + M - 1)) * sum (c - mean c)^2 / m^2.
    """
    counts = np.concatenate([train, unseen])
    n, m, total = len(train), len(unseen), float(counts.sum())
    share, expected = float(train.sum()) / total, n / (n + m)
    spread = float(np.square(counts - counts.mean()).sum()) / total**2
    sd = float(np.sqrt(n * m / ((n + m) * max(n + m - 1, 1)) * spread))
    rounded = np.round(counts, 6)
    values, sizes = np.unique(rounded, return_counts=True)
    drawn = rng.multivariate_hypergeometric(sizes, n, size=DRAWS, method="marginals") @ values
    p = (1 + np.count_nonzero(drawn >= rounded[:n].sum() - 5e-7)) / (DRAWS + 1)
    memorized = (share - expected) / (1 - expected)
    half = 1.96 * sd / (1 - expected)
    return TrainShare(
        share=share,
        expected=expected,
        p=float(p),
        memorized=memorized,
        memorized_low=memorized - half,
        memorized_high=memorized + half,
        effective=total**2 / float(np.square(counts).sum()),
    )
