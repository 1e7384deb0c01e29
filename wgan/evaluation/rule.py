"""The rule that calls single images copies."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.flags import Flags, benjamini_hochberg, conformal_p
from wgan.evaluation.near_duplicates import near_duplicates
from wgan.evaluation.scores import Scores, twins
from wgan.evaluation.surplus import Surplus, surplus

Array = npt.NDArray[np.float64]
TWINS = 1 / 3
"""Part of the false alarms that is left to twins where real images have any."""
FEWEST = 100
"""Fewer images are judged as though there were so many: one chance flag must not decide."""
UPPER, UPPER_SHARE = 10, 0.02
"""Which of the most surprising images are looked at: the tenth, or a fiftieth of all."""


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
    twins, if generated images had them at the rate of real ones of their kind, or of training images as at that
    of unseen ones, whichever is least. `twins` are real images that are in the training set as well, or nearly
    so. `surplus` is None where training and unseen images are not interchangeable, or fewer than FEWEST.
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
        return bool(self.flagged.any()) or self.many

    @property
    def many(self) -> bool:
        """Say whether more images are near to training images than chance gives; no if that was not asked."""
        return self.surplus is not None and self.surplus.sure

    def account(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return {
            "flagged": int(self.flagged.sum()),
            "smallest_p": float(self.p.min()),
            "duplicates": int(self.near.sum()),
            "duplicate_p": self.duplicate_p,
            "duplicate_rate": float(self.near.mean()),
            "real_duplicate_rate": self.real_duplicates / self.real_count,
            "real_twins": self.twins,
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
        eased = images._replace(surprises=images.surprises / np.fmax(strained, 1.0))
        p = _p_values(eased.surprise, twin, real.surprise, doubled)
        found = near_duplicates(images, real, (twin, doubled), self.duplicate, self.chance)
        # twins of unseen images as well are nobody's copies
        judged = np.where(twin & (images.to_unseen <= self.duplicate), 1.0, p)
        spare = np.ones(max(0, FEWEST - len(p)))
        flagged = benjamini_hochberg(np.concatenate([judged, spare]), self.fdr)[: len(p)]
        return Ruling(
            p=p,
            flagged=flagged | found.signs,
            near=found.near,
            duplicate_p=found.p,
            real_duplicates=int((real.distance <= self.duplicate).sum()),
            real_count=len(doubled),
            twins=int(doubled.sum()),
            strain=strained,
            surplus=surplus(eased, real) if self.chance < 1 and len(doubled) >= FEWEST else None,
        )


def _p_values(surprise: Array, twin: Flags, real: Array, doubled: Flags) -> Array:
    """Chances (m,) of being so surprising, of images some of which are a `twin`, as `doubled` of the real ones are.

    Twins among real images may be leaks, so what is no twin is judged without them; twins by all. Each scale may give
    a part of the false alarms, so that both together give hardly more than one would.
    """
    if not doubled.any():
        return conformal_p(-surprise, -real)
    by_all, by_single = conformal_p(-surprise, -real), conformal_p(-surprise, -real[~doubled])
    return np.minimum(1.0, np.where(twin, by_all / TWINS, by_single / (1 - TWINS)))
