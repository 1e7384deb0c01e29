"""A classifier of images, trained on the training images: what it sees stands in for an eye."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation.features import Projection, components
from wgan.images import Bytes
from wgan.transport import flat

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Classifier:
    """A support vector machine on principal components."""

    project: Projection
    machine: Any

    def see(self, images: Bytes) -> Labels:
        """The class (n,) of each image (n, H, W, C)."""
        return np.asarray(self.machine.predict(self.project(flat(images))), dtype=np.int64)


def train_classifier(images: Bytes, labels: Labels) -> Classifier | None:
    """Learn from images (n, H, W, C) with a label of at least 0; None if these are of one class."""
    known = labels >= 0
    if len(np.unique(labels[known])) < 2:
        return None
    from sklearn.svm import SVC

    points = flat(images[known])
    project = components(points)
    machine = SVC(C=10.0, gamma="scale")
    machine.fit(project(points), labels[known])
    return Classifier(project, machine)
