"""A classifier of images, trained on the training images: what it sees stands in for an eye."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation.features import Appearance, appearance
from wgan.images import Bytes

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
WIDTH = 0.25
"""Of the kernel: images of one source are a squared distance of about 4 apart."""
RIDGE = 0.01


@dataclass(frozen=True)
class Classifier:
    """Kernel ridge regression on the classes, 1 for an image's own and 0 for the others.

    The kernel fades with the distance, so an image unlike all that were learned scores low in every
    class, unlike with a softmax.
    """

    features: Appearance
    machine: Any
    classes: Labels

    def scores(self, images: Bytes) -> Array:
        """How much each image (n, H, W, C) looks like each of `classes`, (n, k), about 0 to 1."""
        return np.asarray(self.machine.predict(self.features(images)))

    def see(self, images: Bytes) -> Labels:
        """The class (n,) of each image (n, H, W, C)."""
        return self.classes[self.scores(images).argmax(axis=1)]

    def confidence(self, images: Bytes) -> Array:
        """The score (n,) of the class seen."""
        return np.asarray(self.scores(images).max(axis=1))


def train_classifier(images: Bytes, labels: Labels) -> Classifier | None:
    """Learn from images (n, H, W, C) with a label of at least 0; None if there is nothing to tell apart.

    That is, if these are of one class, or all images are equal.
    """
    known = labels >= 0
    classes = np.unique(labels[known])
    if len(classes) < 2:
        return None
    features = appearance(images[known])
    points = features(images[known])
    if not points.shape[1]:
        return None
    from sklearn.kernel_ridge import KernelRidge

    machine = KernelRidge(alpha=RIDGE, kernel="rbf", gamma=WIDTH)
    machine.fit(points, (labels[known][:, None] == classes).astype(np.float64))
    return Classifier(features, machine, classes)
