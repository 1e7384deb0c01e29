"""The images that measures of quality look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wgan.evaluation.classifier import Classifier, train_classifier
from wgan.evaluation.features import components
from wgan.images import Bytes
from wgan.transport import flat, pixel_costs

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
LabelledImages = tuple[Bytes, Labels]


@dataclass(frozen=True)
class Labelled:
    """Images (n, H, W, C) uint8 with labels (n,) in [-1, classes), where -1 means none.

    Not equally many: shares of classes do not need it. `names` are those of the classes, their numbers if left out.
    """

    generated: LabelledImages
    train: LabelledImages
    unseen: LabelledImages
    classes: int
    names: Sequence[str] = ()

    def name(self, kind: int) -> str:
        """What class `kind` is called."""
        return self.names[kind] if self.names else str(kind)

    @cached_property
    def classifier(self) -> Classifier | None:
        """What the training images teach; None if they tell no classes apart."""
        return train_classifier(*self.train)


@dataclass(frozen=True)
class Sets:
    """Equally many generated, training and unseen images, (n, H, W, C) uint8.

    Whatever is measured of the generated images against the unseen ones is measured of the training
    images as well: that is what real images reach. `seed` is for all that a measure draws.
    """

    generated: Bytes
    train: Bytes
    unseen: Bytes
    labelled: Labelled | None
    seed: int

    @cached_property
    def features(self) -> tuple[Array, Array, Array]:
        """Generated, training and unseen images in the principal components of the unseen ones.

        These favour neither of the other sets.
        """
        project = components(flat(self.unseen))
        made, real, unseen = (
            project(flat(images)) for images in (self.generated, self.train, self.unseen)
        )
        return made, real, unseen

    @cached_property
    def costs(self) -> tuple[Array, Array]:
        """Pixel distances (n, n) of generated, then of training images to the unseen ones."""
        unseen = flat(self.unseen)
        made, real = (pixel_costs(flat(images), unseen) for images in (self.generated, self.train))
        return made, real
