"""Whether images within a few grey levels of training images are more than real ones would be."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest, hypergeom

from wgan.evaluation.flags import Flags
from wgan.evaluation.scores import Scores

EXCESS_P = 0.01
"""Near-duplicates are copies if real images have so many with at most this probability."""
ALIKE = 1.25
"""Images are of one kind if the distances to their tenth neighbours are within this ratio."""
DOUBTFUL = 0.1
"""Chance of lying at training images from which on an excess is laid to what the images show, if some are near to unseen ones, too."""

Kinds = npt.NDArray[np.int64]


class NearDuplicates(NamedTuple):
    """`near` says which of m images are near-duplicates, `signs` which of these are copies, by chance `p`."""

    near: Flags
    signs: Flags
    p: float


def near_duplicates(
    images: Scores, real: Scores, twins: tuple[Flags, Flags], duplicate: float, chance: float
) -> NearDuplicates:
    """Judge the images within `duplicate` grey levels, and their `twins`, by those of real images.

    `twins` are given for both. `chance` is the share of training images among the real ones.
    """
    near, near_real = (scores.distance <= duplicate for scores in (images, real))
    kinds, kinds_real = (surroundings(scores.company, duplicate) for scores in (images, real))
    # as near to unseen images, which nobody has copied, it is what they show that makes them so
    ours = images.to_unseen > duplicate
    preference = preference_p(images, duplicate, chance)
    p = min(preference, excess_p(_once(near & ours, images), kinds, near_real, kinds_real))
    # plain images are near to many: where real ones are, twins alone may still be too many
    twin, twin_real = twins
    twin_p = excess_p(_once(twin & ours, images), kinds, twin_real, kinds_real)
    # unseen images tell nothing of whole groups (chance 1), nor of shifted ones, looked for among training images alone
    straight = 2 * int((near & (images.to_train <= duplicate)).sum()) > int(near.sum())
    if chance < 1 and straight and not ours.all() and preference > DOUBTFUL:
        p, twin_p = preference, 1.0
    signs = (near if p < EXCESS_P else twin & (twin_p < EXCESS_P)) & ours
    return NearDuplicates(near, signs, min(p, twin_p))


def surroundings(company: npt.NDArray[np.float64], duplicate: float) -> Kinds:
    """Numbers (m,) that images of one kind share, by the distance to the tenth neighbour.

    Among plain or near-alike images many are near-duplicates, whoever made them.
    """
    least = max(duplicate, 1.0) / 2
    return np.rint(np.log(np.maximum(company, least) / least) / np.log(ALIKE)).astype(np.int64)


def excess_p(hits: Flags, kinds: Kinds, base: Flags, base_kinds: Kinds) -> float:
    """One-sided p that the `hits` among m images come at the rate of the `base` among n, kind by kind.

    Given how many hits a kind has in all, those of the first group are hypergeometric; the sum over kinds is
    their convolution (an exact form of Cochran's and Mantel's and Haenszel's test).
    """
    total = np.ones(1)
    for kind in np.unique(kinds[hits]):
        count, of = int(hits[kinds == kind].sum()), int((kinds == kind).sum())
        rows = base_kinds == kind
        both = count + int(base[rows].sum())
        total = np.convolve(
            total, hypergeom.pmf(np.arange(both + 1), of + int(rows.sum()), of, both)
        )
    return min(1.0, float(total[int(hits.sum()) :].sum()))


def preference_p(images: Scores, duplicate: float, chance: float) -> float:
    """Chance that duplicates are nearer to training than to unseen images, of which there are fewer.

    An honest image's nearest of all is a training image by `chance`, however many are near. Around
    one training image many are no more than one: it may be plain, or stand for equal ones.
    """
    near = np.minimum(images.to_train, images.to_unseen) <= duplicate
    ours = near & (images.to_train < images.to_unseen)
    others = int((near & (images.to_unseen < images.to_train)).sum())
    count = len(np.unique(images.nearest[ours]))
    if not count:
        return 1.0
    return float(binomtest(count, count + others, chance, alternative="greater").pvalue)


def _once(chosen: Flags, images: Scores) -> Flags:
    """Of the chosen images at one training image the first: they may be one accident."""
    rows = np.flatnonzero(chosen)
    first = np.unique(images.nearest[rows], return_index=True)[1]
    once = np.zeros(len(chosen), dtype=bool)
    once[rows[first]] = True
    return once
