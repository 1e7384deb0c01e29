"""WGAN-GP (arXiv 1704.00028)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.gan.objective import Wasserstein
from wgan.options import Number, option

if TYPE_CHECKING:
    import tensorflow as tf

    from wgan.gan.losses import Critic


@dataclass(frozen=True)
class Loss(Wasserstein):
    """The score gap of a critic whose gradient norm is pulled to 1."""

    does = "penalizes the critic's gradient"
    penalizes_gradient = True

    gp_weight: float = option(10, Number(0), "Weight of the gradient penalty.", "Objective")

    def penalty(
        self, critic: "Critic", real: "tf.Tensor", fake: "tf.Tensor", draw: "tf.Tensor"
    ) -> "tf.Tensor":
        """gp_weight times the gradient penalty at points drawn between real and fake images."""
        import tensorflow as tf

        from wgan.gan import losses

        weight = tf.reshape(draw, (-1, 1, 1, 1))
        return self.gp_weight * losses.gradient_penalty(critic, real, fake, weight)
