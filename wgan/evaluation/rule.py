"""The rule that calls single images copies."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from wgan.evaluation.flags import Flags, benjamini_hochberg, conformal_p, excess_p, isolation
from wgan.evaluation.neighbours import Neighbours

Array = npt.NDArray[np.float64]
EXCESS_P = 0.01
"""Near-duplicates are copies if real images have so many with at most this probability."""


class Scores(NamedTuple):
    """Of m images: distance to the nearest training image, grey levels, and `isolation`."""

    distance: Array
    isolation: Array

    @classmethod
    def of(cls, found: Neighbours) -> Self:
        """Score what a search found."""
        return cls(found.distance[:, 0], isolation(found))

    def joined(self, other: Self) -> "Scores":
        """These images, then the others."""
        return Scores(*(np.concatenate(pair) for pair in zip(self, other, strict=True)))

    def part(self, rows: npt.NDArray[np.intp]) -> "Scores":
        """The images `rows`."""
        return Scores(self.distance[rows], self.isolation[rows])


class Ruling(NamedTuple):
    """What the rule says of m images.

    `p` (m,) is the chance that a real unseen image is as isolated a neighbour; `flagged` (m,)
    the images called copies. `duplicates` are within the distance of the rule, `duplicate_p` is
    the chance of so many if generated images had them at the rate of real ones.
    """

    p: Array
    flagged: Flags
    duplicates: int
    duplicate_p: float
    real_duplicates: int
    real_count: int

    def account(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return {
            "flagged": int(self.flagged.sum()),
            "smallest_p": float(self.p.min()),
            "duplicates": self.duplicates,
            "duplicate_p": self.duplicate_p,
            "duplicate_rate": self.duplicates / len(self.p),
            "real_duplicate_rate": self.real_duplicates / self.real_count,
        }


@dataclass(frozen=True)
class Rule:
    """Flags at false discovery rate `fdr`, and near-duplicates within `duplicate` grey levels."""

    fdr: float
    duplicate: float

    def apply(self, images: Scores, real: Scores) -> Ruling:
        """Judge images by real ones that are no copies."""
        p = conformal_p(images.isolation, real.isolation)
        near, near_real = (scores.distance <= self.duplicate for scores in (images, real))
        hits, real_hits = int(near.sum()), int(near_real.sum())
        chance = excess_p(hits, len(near), real_hits, len(near_real))
        flagged = benjamini_hochberg(p, self.fdr)
        if chance < EXCESS_P:
            flagged = flagged | near
        return Ruling(p, flagged, hits, chance, real_hits, len(near_real))
