"""What is minimized, and what keeps the critic Lipschitz: small objects with one shared interface.

A `draw` argument holds one number from U[0, 1) per image, shape (N,). An objective that needs no
randomness ignores it, so the training loop has no branch on the objective's name.
"""

from collections.abc import Callable
from typing import Protocol

import keras
import tensorflow as tf

from wgan.gan import losses
from wgan.gan.config import TrainConfig


class Objective(Protocol):
    """Turns scores into losses; `scores` are the critic's outputs, shape (N, 1)."""

    estimates_distance: bool
    """Whether the score gap real - fake estimates the Wasserstein distance."""

    def real_loss(self, scores: tf.Tensor, draw: tf.Tensor) -> tf.Tensor:
        """The critic's loss on real images."""

    def fake_loss(self, scores: tf.Tensor, draw: tf.Tensor) -> tf.Tensor:
        """The critic's loss on generated images."""

    def generator_loss(self, scores: tf.Tensor) -> tf.Tensor:
        """The generator's loss, from the critic's scores of its images."""

    def penalty(
        self, critic: losses.Critic, real: tf.Tensor, fake: tf.Tensor, draw: tf.Tensor
    ) -> tf.Tensor:
        """The soft constraint: a weighted term added to the critic's loss."""

    def constrain(self, critic: keras.Model) -> None:
        """The hard constraint: changes the weights after each critic update."""


class Unconstrained:
    """The parts of an objective that leaves the critic as it is."""

    def penalty(
        self, critic: losses.Critic, real: tf.Tensor, fake: tf.Tensor, draw: tf.Tensor
    ) -> tf.Tensor:
        """No penalty."""
        return tf.zeros(())

    def constrain(self, critic: keras.Model) -> None:
        """No clipping."""


class CrossEntropy(Unconstrained):
    """DCGAN: the critic tells real from fake, the generator maximizes log D (arXiv 1406.2661).

    Scores are logits; no sigmoid is in the network. Labels are noisy, 1 + label_noise * U for real
    and 0 - label_noise * U for fake images (Foster, Generative Deep Learning 2e, ch. 4); the critic's
    loss is the mean of its losses on both.
    """

    estimates_distance = False

    def __init__(self, label_noise: float) -> None:
        self.label_noise = label_noise

    def real_loss(self, scores: tf.Tensor, draw: tf.Tensor) -> tf.Tensor:
        """Half the cross-entropy of real images, labelled 1 and a little more."""
        return 0.5 * losses.cross_entropy(scores, 1.0 + self._noise(draw))

    def fake_loss(self, scores: tf.Tensor, draw: tf.Tensor) -> tf.Tensor:
        """Half the cross-entropy of generated images, labelled 0 and a little less."""
        return 0.5 * losses.cross_entropy(scores, -self._noise(draw))

    def generator_loss(self, scores: tf.Tensor) -> tf.Tensor:
        """Cross-entropy of generated images under the label of real ones, without noise."""
        return losses.cross_entropy(scores, tf.ones_like(scores))

    def _noise(self, draw: tf.Tensor) -> tf.Tensor:
        return self.label_noise * tf.reshape(draw, (-1, 1))


class Wasserstein(Unconstrained):
    """The critic's score gap, with nothing yet to keep the critic Lipschitz."""

    estimates_distance = True

    def real_loss(self, scores: tf.Tensor, draw: tf.Tensor) -> tf.Tensor:
        """-mean D(real)."""
        return losses.real_loss(scores)

    def fake_loss(self, scores: tf.Tensor, draw: tf.Tensor) -> tf.Tensor:
        """Mean D(fake)."""
        return losses.fake_loss(scores)

    def generator_loss(self, scores: tf.Tensor) -> tf.Tensor:
        """-mean D(fake): the generator wants its images to be scored as real."""
        return losses.real_loss(scores)


class ClippedWasserstein(Wasserstein):
    """WGAN: weights clipped to [-clip_value, clip_value] after each update (arXiv 1701.07875)."""

    def __init__(self, clip_value: float, kernels_only: bool = False) -> None:
        self.clip_value = clip_value
        self.kernels_only = kernels_only

    def constrain(self, critic: keras.Model) -> None:
        """Clip every trainable weight, or the convolution kernels alone (rank 4)."""
        for weight in critic.trainable_variables:
            if len(weight.shape) == 4 or not self.kernels_only:
                weight.assign(tf.clip_by_value(weight, -self.clip_value, self.clip_value))


class PenalizedWasserstein(Wasserstein):
    """WGAN-GP: the critic's gradient norm is pulled to 1 (arXiv 1704.00028)."""

    def __init__(self, gp_weight: float) -> None:
        self.gp_weight = gp_weight

    def penalty(
        self, critic: losses.Critic, real: tf.Tensor, fake: tf.Tensor, draw: tf.Tensor
    ) -> tf.Tensor:
        """gp_weight times the gradient penalty at points drawn between real and fake images."""
        weight = tf.reshape(draw, (-1, 1, 1, 1))
        return self.gp_weight * losses.gradient_penalty(critic, real, fake, weight)


OBJECTIVES: dict[str, Callable[[TrainConfig], Objective]] = {
    "wgan": lambda config: ClippedWasserstein(config.clip_value, config.clip == "kernels"),
    "wgan-gp": lambda config: PenalizedWasserstein(config.gp_weight),
    "dcgan": lambda config: CrossEntropy(config.label_noise),
}
"""What `train.loss` can name."""
