"""DCGAN (arXiv 1511.06434), the objective of the first GAN (arXiv 1406.2661)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.gan.objective import Objective
from wgan.options import Number, option

if TYPE_CHECKING:
    import tensorflow as tf


@dataclass(frozen=True)
class Loss(Objective):
    """The critic tells real from fake, the generator maximizes log D.

    Scores are logits; no sigmoid is in the network. Labels are noisy, 1 + label_noise * U for real
    and 0 - label_noise * U for fake images (Foster, Generative Deep Learning 2e, ch. 4); the critic's
    loss is the mean of its losses on both.
    """

    does = "takes the cross-entropy"
    estimates_distance = False

    label_noise: float = option(
        0.1,
        Number(0, 1),
        "Width of the noise on the labels 1 and 0, for loss dcgan.",
        "Objective",
    )

    def real_loss(self, scores: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """Half the cross-entropy of real images, labelled 1 and a little more."""
        from wgan.gan import losses

        return 0.5 * losses.cross_entropy(scores, 1.0 + self._noise(draw))

    def fake_loss(self, scores: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """Half the cross-entropy of generated images, labelled 0 and a little less."""
        from wgan.gan import losses

        return 0.5 * losses.cross_entropy(scores, -self._noise(draw))

    def generator_loss(self, scores: "tf.Tensor") -> "tf.Tensor":
        """Cross-entropy of generated images under the label of real ones, without noise."""
        import tensorflow as tf

        from wgan.gan import losses

        return losses.cross_entropy(scores, tf.ones_like(scores))

    def _noise(self, draw: "tf.Tensor") -> "tf.Tensor":
        import tensorflow as tf

        return self.label_noise * tf.reshape(draw, (-1, 1))
