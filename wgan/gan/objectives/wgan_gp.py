"""WGAN-GP (arXiv 1704.00028)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.gan.objective import Wasserstein
from wgan.options import COUNT, Choice, Number, option

if TYPE_CHECKING:
    import tensorflow as tf

    from wgan.gan.losses import Critic


@dataclass(frozen=True)
class Loss(Wasserstein):
    """The score gap of a critic whose gradient norm is pulled to 1."""

    does = "penalizes the critic's gradient"
    penalizes_gradient = True

    gp_weight: float = option(10, Number(0), "Weight of the gradient penalty.", "Objective")
    penalty_points: str = option(
        "uniform",
        Choice(("uniform", "normal")),
        "Where the penalty is taken, from real, 0, to fake, 1: U[0, 1], or N(0, 1) as some code has it.",
        "Objective",
    )
    penalty_every: int = option(
        5,
        COUNT,
        "k: take the penalty at every k-th critic update alone, with k times the weight.",
        "Objective",
    )

    def penalty(
        self, critic: "Critic", real: "tf.Tensor", fake: "tf.Tensor", draw: "tf.Tensor"
    ) -> "tf.Tensor":
        """gp_weight times the gradient penalty at points drawn between real and fake images.

        Taken at every k-th update it counts k times (lazy regularization, arXiv 1912.04958, App. B).
        """
        import tensorflow as tf

        from wgan.gan import losses

        if self.penalty_points == "normal":
            # draws are multiples of 2^-23, the middles between them lie symmetrically within (0, 1)
            draw = tf.math.ndtri(draw + 2.0**-24)
        weight = tf.reshape(draw, (-1, 1, 1, 1))
        penalty = losses.gradient_penalty(critic, real, fake, weight)
        return self.gp_weight * self.penalty_every * penalty
