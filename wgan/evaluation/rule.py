"""The rule that calls single images copies."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from wgan.evaluation.flags import Flags, benjamini_hochberg, conformal_p, excess_p
from wgan.evaluation.surplus import Surplus, surplus

Array = npt.NDArray[np.float64]
EXCESS_P = 0.01
"""Near-duplicates are copies if real images have so many with at most this probability."""
ALONE = 0.5
"""Isolation below which a near-duplicate is one image's twin, not one of many that look alike."""
TWINS = 1 / 3
"""Part of the false alarms that is left to twins where real images have any."""
FEWEST = 100
"""Fewer images are judged as though there were so many: one chance flag must not decide."""
UPPER, UPPER_SHARE = 10, 0.02
"""Which of the most surprising images are looked at: the tenth, or a fiftieth of all."""


class Scores(NamedTuple):
    """Of m images, each (m,) where nothing else is said: what the rule looks at.

    `distance` to the nearest training image with the tolerance, `to_train` and `to_unseen`
    without, grey levels, `nearest` the row of that training image; `isolation` as the module flags says.
    `surprises` (m, w) are those of each way to look, as the module surprise says, and `sources` (m, w) the training
    images that are so near, by their rows. `by_unseen` is the surprise of being as near to unseen images, NaN if not
    looked for.
    """

    distance: Array
    isolation: Array
    to_train: Array
    nearest: npt.NDArray[np.int64]
    to_unseen: Array
    by_unseen: Array
    surprises: Array
    sources: npt.NDArray[np.int64]

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


def strain(images: Array, real: Array) -> float:
    """How many times as surprised unseen images make us by images (m,) as by real ones (n,); >= 1.

    NaN if too few were compared with unseen images to tell.

    Nobody has copied unseen images. So where generated images seem to keep too near to single ones
    of them, it is their kind that does, say one that is rare among real images and common here.
    Both are compared at the UPPER-th greatest: a few twins are no matter.
    """
    images, real = images[np.isfinite(images)], real[np.isfinite(real)]
    if not len(images) or len(real) < FEWEST:
        return float("nan")
    level = 1 - min(0.5, max(UPPER / len(images), UPPER_SHARE))
    usual = max(float(np.quantile(real, level)), 1.0)
    return max(1.0, float(np.quantile(images, level)) / usual)


class Ruling(NamedTuple):
    """What the rule says of m images.

    `p` (m,) is the chance that a real unseen image is as surprisingly near, and `strain` what their
    surprises were divided by before, NaN if that can't be told; `flagged` (m,) are the images called copies. `near` (m,) says
    which are within the distance of the rule; `duplicate_p` is the chance of so many, or of so many
    twins, if generated images had them at the rate of real ones, or of training images as at that
    of unseen ones, whichever is least. `twins` are real images that are in the training set as well, or nearly
    so. `surplus` is None where training and unseen images are not interchangeable.
    """

    p: Array
    flagged: Flags
    near: Flags
    duplicate_p: float
    real_duplicates: int
    real_count: int
    twins: int
    strain: float
    surplus: Surplus | None

    @property
    def copying(self) -> bool:
        """Say whether it sees copies, single ones or more than it can tell apart."""
        return bool(self.flagged.any()) or (self.surplus is not None and self.surplus.sure)

    def account(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return {
            "flagged": int(self.flagged.sum()),
            "smallest_p": float(self.p.min()),
            "duplicates": int(self.near.sum()),
            "duplicate_p": self.duplicate_p,
            "duplicate_rate": float(self.near.mean()),
            "real_duplicate_rate": self.real_duplicates / self.real_count,
            "twins_left_out": self.twins,
            "strain": self.strain,
            "surplus": self.surplus.account() if self.surplus else None,
        }

    def repeated(self, rows: npt.NDArray[np.intp]) -> "Ruling":
        """The ruling of images that are these ones, `rows`, many of them several times."""
        return self._replace(p=self.p[rows], flagged=self.flagged[rows], near=self.near[rows])


@dataclass(frozen=True)
class Rule:
    """Flags at false discovery rate `fdr`, and near-duplicates within `duplicate` grey levels.

    `chance` is the share of training images among the real ones; 1 if the two are not interchangeable.
    """

    fdr: float
    duplicate: float
    chance: float

    def twins(self, images: Scores) -> Flags:
        """The images that have a twin in the training set."""
        return twins(images.distance, images.isolation, self.duplicate)

    def apply(self, images: Scores, real: Scores) -> Ruling:
        """Judge different images by real ones, some of which may be training images as well."""
        doubled, twin = self.twins(real), self.twins(images)
        strained = strain(images.by_unseen, real.by_unseen)
        # of 1 and NaN, 1
        eased = images.surprises / np.fmax(strained, 1.0)
        most = eased.max(axis=1)
        p = _p_values(most, twin, real.surprise, doubled)
        near, near_real = (scores.distance <= self.duplicate for scores in (images, real))
        # as near to unseen images, which nobody has copied, it is what they show that makes them so
        ours = images.to_unseen > self.duplicate
        hits, real_hits = int((near & ours).sum()), int(near_real.sum())
        chance = min(excess_p(hits, len(near), real_hits, len(near_real)), self._preference(images))
        # plain images are near to many: where real ones are, twins alone may still be too many
        twins_ours = int((twin & ours).sum())
        twin_chance = excess_p(twins_ours, len(twin), int(doubled.sum()), len(doubled))
        signs = (near if chance < EXCESS_P else twin & (twin_chance < EXCESS_P)) & ours
        # and twins of unseen images as well are nobody's copies
        judged = np.where(twin & ~ours, 1.0, p)
        spare = np.ones(max(0, FEWEST - len(p)))
        flagged = benjamini_hochberg(np.concatenate([judged, spare]), self.fdr)[: len(p)]
        flagged = flagged | signs
        return Ruling(
            p=p,
            flagged=flagged,
            near=near,
            duplicate_p=min(chance, twin_chance),
            real_duplicates=real_hits,
            real_count=len(near_real),
            twins=int(doubled.sum()),
            strain=strained,
            surplus=surplus(eased, images.sources, real.surprises) if self.chance < 1 else None,
        )

    def _preference(self, images: Scores) -> float:
        """Chance that duplicates are nearer to training than to unseen images, of which there are fewer.

        An honest image's nearest of all is a training image by `chance`, however many are near. Around
        one training image many are no more than one: it may be plain, or stand for equal ones.
        """
        near = np.minimum(images.to_train, images.to_unseen) <= self.duplicate
        ours = near & (images.to_train < images.to_unseen)
        others = int((near & (images.to_unseen < images.to_train)).sum())
        count = len(np.unique(images.nearest[ours]))
        if not count:
            return 1.0
        return float(binomtest(count, count + others, self.chance, alternative="greater").pvalue)


def _p_values(surprise: Array, twin: Flags, real: Array, doubled: Flags) -> Array:
    """Chances (m,) of being so surprising, of images some of which are a `twin`, as `doubled` of the real ones are.

    Twins among real images may be leaks, so what is no twin is judged without them; twins by all. Each scale may give
    a part of the false alarms, so that both together give no more than one would.
    """
    if not doubled.any():
        return conformal_p(-surprise, -real)
    by_all, by_single = conformal_p(-surprise, -real), conformal_p(-surprise, -real[~doubled])
    return np.minimum(1.0, np.where(twin, by_all / TWINS, by_single / (1 - TWINS)))
