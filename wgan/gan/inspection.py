"""What a run looks at on its way: pictures, candidates, and how steep the critic is."""

import keras
import numpy as np
import numpy.typing as npt

from wgan.gan.config import TrainConfig
from wgan.gan.dataset import Labels, Split
from wgan.gan.generate import generate, latents, one_hot
from wgan.gan.gradient_norm import gradient_norm
from wgan.gan.randomness import Stream
from wgan.gan.record import UNMEASURED, Candidate
from wgan.images import Bytes, grid, to_bytes
from wgan.transport import pixel_wasserstein

CHOSEN_BY = 500
"""Generated and validation images, at most, that a candidate is judged by."""
PICTURED = (8, 8)
"""Rows and columns of a progress picture."""


class Inspection:
    """At the networks as they are, on fixed latents and validation images; it changes nothing."""

    def __init__(
        self,
        config: TrainConfig,
        validation: Split,
        classes: int,
        generator: keras.Model,
        critic: keras.Model,
        average: keras.Model,
    ) -> None:
        """`average` is the generator with averaged weights; `classes` is 0 if there are no labels."""
        self.config = config
        self.validation = validation
        self.classes = classes
        self.generator = generator
        self.critic = critic
        self.average = average
        self.streams = {name: Stream(config.seed, name) for name in ("pictured", "judged", "slope")}

    def picture(self) -> Bytes:
        """A grid of images of the same latents, (H, W, C)."""
        rows, columns = PICTURED
        z = self._latents(rows * columns, self.streams["pictured"].numpy(0))
        labels = np.arange(rows * columns) // columns % self.classes if self.classes else None
        return grid(generate(self.average, z, labels), columns)

    def candidate(self, step: int) -> Candidate:
        """The model, judged on fixed latents against fixed validation images."""
        chosen, rng = self._chosen()
        z = self._latents(len(chosen), rng)
        labels = self.validation.labels[chosen] if self.classes else None
        generated = generate(self.average, z, labels)
        return Candidate(
            step=step,
            distance=pixel_wasserstein(generated, to_bytes(self.validation.images[chosen])),
            generator=self.average.get_weights(),
            critic=self.critic.get_weights(),
        )

    def gradient_norm(self, step: int) -> float:
        """The present critic's, on latents of this step and the candidates' images; NaN if no gap is divided by it."""
        if not self.config.objective.estimates_distance:
            return UNMEASURED
        chosen, _ = self._chosen()
        rng = self.streams["slope"].numpy(step)
        labels = self.validation.labels[chosen]
        return gradient_norm(
            self.critic,
            self.generator,
            np.asarray(self.validation.images[chosen], np.float32),
            self._latents(len(chosen), rng),
            rng.random(len(chosen), np.float32),
            (one_hot(labels, self.classes),) if self.classes else (),
        )

    def _chosen(self) -> tuple[Labels, np.random.Generator]:
        """Places of the validation images that candidates are judged by, and the generator that drew them."""
        rng = self.streams["judged"].numpy(0)
        return np.sort(rng.permutation(len(self.validation))[:CHOSEN_BY]), rng

    def _latents(self, count: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
        return latents(count, self.config.latent_dim, self.config.latents, rng)
