"""Which classes the generated images show, as a classifier trained on the training images sees."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.features import components, flat
from wgan.images import Bytes

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
COVERED = 0.2
"""A class is covered if its share is at least this part of its share in training."""


class ClassReport(NamedTuple):
    """What the classifier sees in generated images, beside what it sees in test images.

    `covered` of `classes` classes; `kl` to the training frequencies in nats, 0 if equal;
    `agreement` is how often the label asked for is seen, NaN if none was asked for, and
    `real_agreement` the classifier's accuracy on test images. `shares` (classes,) of the
    generated images, `expected` those of the training images.
    """

    classes: int
    covered: int
    real_covered: int
    kl: float
    real_kl: float
    agreement: float
    real_agreement: float
    shares: list[float]
    expected: list[float]

    def account(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return self._asdict()


def class_report(
    train: tuple[Bytes, Labels],
    test: tuple[Bytes, Labels],
    generated: tuple[Bytes, Labels],
    classes: int,
) -> ClassReport | None:
    """Train a classifier and let it look; None if fewer than two classes have training images.

    Images are (n, H, W, C), labels (n,) in [-1, classes), where -1 means none.
    """
    known = train[1] >= 0
    if len(np.unique(train[1][known])) < 2:
        return None
    from sklearn.svm import SVC

    space = components(flat(train[0][known]))
    classifier = SVC(C=10.0, gamma="scale")
    classifier.fit(space.project(flat(train[0][known])), train[1][known])
    seen, seen_real = (
        classifier.predict(space.project(flat(images))) for images, _ in (generated, test)
    )
    expected = frequencies(train[1][known], classes)
    shares, real_shares = (frequencies(labels, classes) for labels in (seen, seen_real))
    return ClassReport(
        classes=int((expected > 0).sum()),
        covered=covered(shares, expected),
        real_covered=covered(real_shares, expected),
        kl=divergence(shares, expected),
        real_kl=divergence(real_shares, expected),
        agreement=agreement(generated[1], seen),
        real_agreement=agreement(test[1], seen_real),
        shares=[float(share) for share in shares],
        expected=[float(share) for share in expected],
    )


def frequencies(labels: Labels, classes: int) -> Array:
    """Share of each class, (classes,)."""
    return np.bincount(labels, minlength=classes) / len(labels)


def covered(shares: Array, expected: Array) -> int:
    """Count the classes seen often enough; a few misread images do not cover a class."""
    return int(((expected > 0) & (shares >= COVERED * expected)).sum())


def divergence(shares: Array, expected: Array) -> float:
    """KL(shares || expected) in nats, over classes that training has."""
    present = expected > 0
    p, q = shares[present], expected[present]
    seen = p > 0
    return float((p[seen] * np.log(p[seen] / q[seen])).sum())


def agreement(asked: Labels, seen: Labels) -> float:
    """Share of the images with a label whose label is the class seen; NaN if none has one."""
    known = asked >= 0
    return float((asked[known] == seen[known]).mean()) if known.any() else float("nan")
