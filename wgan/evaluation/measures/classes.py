"""Which classes the generated images show, as a classifier trained on the training images sees."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import entropy

from wgan.evaluation.measure import Better, Measure, Measured, Numbers, Quantity
from wgan.evaluation.sets import Sets
from wgan.text import share

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
COVERED = 0.2
"""A class is covered if its share is at least this part of its share in training."""


def classes(sets: Sets) -> Measured:
    """How many classes are covered, and the KL divergence of their shares from those of training.

    In nats. `agreement` is how often the label asked for is seen; of unseen images that is the
    classifier's accuracy. Nothing without a classifier, no `agreement` if no label was asked for.
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
    told: dict[str, Any] = {
        "classes": int((expected > 0).sum()),
        **made,
        **{f"real_{key}": value for key, value in real.items()},
        "shares": frequencies(seen, labelled.classes).tolist(),
        "expected": expected.tolist(),
    }
    if np.isnan(made["agreement"]):
        del made["agreement"]
    return Measured(made, real, {"classes": told})


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
            Better.HIGHER,
            row="Classes covered",
            reading=_of_all,
        ),
        Quantity(
            "kl",
            Better.LOWER,
            row="Class frequencies, KL to training",
            reading="nats; 0 if each class is as frequent as in training",
        ),
        Quantity(
            "agreement",
            Better.HIGHER,
            row="The class asked for is the one seen",
            reading="the right number is the classifier's accuracy",
            form=share,
        ),
    ),
)
