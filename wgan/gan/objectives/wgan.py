"""WGAN (arXiv 1701.07875)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.gan.objective import Wasserstein
from wgan.options import Choice, Number, option

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Loss(Wasserstein):
    """The score gap of a critic whose weights stay in [-clip_value, clip_value]."""

    does = "clips the critic's weights"

    clip_value: float = option(
        0.01, Number(0, above=True), "Largest critic weight, for loss wgan.", "Objective"
    )
    clip: str = option(
        "all",
        Choice(("all", "kernels")),
        "What is clipped: all critic weights, or convolution kernels alone.",
        "Objective",
    )

    def constrain(self, critic: "keras.Model") -> None:
        """Clip every trainable weight, or the convolution kernels alone (rank 4)."""
        import tensorflow as tf

        for weight in critic.trainable_variables:
            if self.clip == "all" or len(weight.shape) == 4:
                weight.assign(tf.clip_by_value(weight, -self.clip_value, self.clip_value))
