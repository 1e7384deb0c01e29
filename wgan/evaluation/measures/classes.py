"""Which classes the generated images show, as a classifier trained on the training images sees."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import entropy, norm

from wgan.evaluation.measure import Limits, Measure, Measured, Numbers, Quantity, alone
from wgan.evaluation.sets import Labelled, Sets
from wgan.text import share

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
COVERED = 0.2
"""A class is covered if its share is at least this part of its share in training."""
CHANCE = 0.01
"""That any class of real images is found lacking at all."""


def classes(sets: Sets) -> Measured:
    """How many classes are covered, and the KL divergence of their shares from those of training.

    In nats. `agreement` is how often the label asked for is seen; of unseen images that is the
    classifier's accuracy. `lack` is that of the scarcest class; of real images, of half of the unseen ones beside
    the other half. Nothing without a classifier, no `agreement` if no label was asked for.
    """
    labelled = sets.labelled
    if labelled is None or labelled.classifier is None:
        return Measured({}, {}, {"classes": None})
    taught = labelled.train[1]
    expected = frequencies(taught[taught >= 0], labelled.classes)
    asked, true = labelled.generated[1], labelled.unseen[1]
    seen, seen_real = (
        labelled.classifier.see(images) for images, _ in (labelled.generated, labelled.unseen)
    )
    made, real = _numbers(asked, seen, expected), _numbers(true, seen_real, expected)
    scarcest, made["lack"] = lack(seen, seen_real, weights(asked, true, labelled.classes))
    _, real["lack"] = lack(seen_real[::2], seen_real[1::2], np.ones(len(true))[1::2])
    name = labelled.name(scarcest)
    told: dict[str, Any] = {
        "classes": int((expected > 0).sum()),
        **made,
        **{f"real_{key}": value for key, value in real.items()},
        "scarcest": name if made["lack"] > 0 else None,
        "shares": _named(frequencies(seen, labelled.classes), labelled),
        "expected": _named(expected, labelled),
    }
    if np.isnan(made["agreement"]):
        del made["agreement"]
    return Measured(made, real, {"classes": told}, {"scarcest": name})


def _named(shares: Array, labelled: Labelled) -> dict[str, float]:
    return {labelled.name(kind): share for kind, share in enumerate(shares.tolist())}


def _numbers(asked: Labels, seen: Labels, expected: Array) -> Numbers:
    shares = frequencies(seen, len(expected))
    return {
        "covered": covered(shares, expected),
        "kl": float(entropy(shares, expected)),
        "agreement": agreement(asked, seen),
    }


def frequencies(labels: Labels, count: int) -> Array:
    """Share of each of `count` classes, (count,)."""
    return np.bincount(labels, minlength=count) / len(labels)


def covered(shares: Array, expected: Array) -> int:
    """Count the classes seen often enough; a few misread images do not cover a class."""
    return int(((expected > 0) & (shares >= COVERED * expected)).sum())


def lack(seen: Labels, real: Labels, weight: Array) -> tuple[int, float]:
    """The scarcest class, and what it surely lacks of its share, in [0, 1): 0 if none surely lacks anything.

    `seen` (n,) are the classes seen in generated images, `real` (m,) those in unseen ones, which count by
    `weight` (m,); so misreadings happen to both. An upper bound of the ratio of both shares, from the normal
    interval of its logarithm (Katz et al. 1978) with half an image more in each, for all classes at once. NaN
    without images.
    """
    if not min(len(seen), len(real)):
        return 0, float("nan")
    kinds = np.unique(real)
    most = norm.ppf(1 - CHANCE / len(kinds))
    scarcest, least = int(kinds[0]), 1.0
    for kind in kinds:
        count, own = float((seen == kind).sum()) + 0.5, weight[real == kind]
        if not own.any():
            continue
        share_made, share_real = count / (len(seen) + 0.5), own.sum() / weight.sum()
        error = np.sqrt(1 / count + np.square(own).sum() / own.sum() ** 2)
        bound = float(share_made / share_real * np.exp(most * error))
        if bound < least:
            scarcest, least = int(kind), bound
    return scarcest, 1 - least


def weights(asked: Labels, true: Labels, count: int) -> Array:
    """How much each unseen image (m,) counts, so that its classes are as frequent as those asked for.

    1 for each where labels (n,) were asked for or (m,) are known of some images only.
    """
    if min(asked.min(), true.min()) < 0:
        return np.ones(len(true))
    wanted, given = frequencies(asked, count), frequencies(true, count)
    return np.asarray((wanted / np.where(given > 0, given, 1))[true])


def agreement(asked: Labels, seen: Labels) -> float:
    """Share of the images with a label whose label is the class seen; NaN if none has one."""
    known = asked >= 0
    return float((asked[known] == seen[known]).mean()) if known.any() else float("nan")


def _of_all(measured: Measured) -> str:
    count = measured.extra["classes"]["classes"]
    return f"of {count}, as a classifier trained on the training images sees them"


MEASURE = Measure(
    name="classes",
    measure=classes,
    place=60,
    quantities=(
        Quantity(
            "covered",
            row="Classes covered",
            reading=_of_all,
        ),
        Quantity(
            "kl",
            row="Class frequencies, KL to training",
            reading="nats; 0 if each class is as frequent as in training",
        ),
        Quantity(
            "lack",
            row="What the scarcest class lacks of its share",
            reading="at least, for sure; the right number: of half of the real images beside the others",
            form=share,
            limits=Limits(
                0.3,
                1.0,
                "class {scarcest} is surely short of at least {generated:.0%} of its share",
                alone,
            ),
        ),
        Quantity(
            "agreement",
            row="The class asked for is the one seen",
            reading="the right number is the classifier's accuracy",
            form=share,
        ),
    ),
)
