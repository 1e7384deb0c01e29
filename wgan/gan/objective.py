"""What is minimized, and what keeps the critic Lipschitz: the interface that all objectives share.

A `draw` argument holds one number from U[0, 1) per image, shape (N,). An objective that needs no
randomness ignores it, so the training loop has no branch on the objective's name.

Objectives own options, which `--help` shows: their files import TensorFlow only when they compute.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from wgan.gan.losses import Critic


class Objective(ABC):
    """Turns scores into losses; `scores` are the critic's outputs, shape (N, 1).

    It leaves the critic as it is, unless it overrides `penalty` or `constrain`.
    """

    does: ClassVar[str]
    """What sets it apart: the rest of a sentence that begins with its name."""
    estimates_distance: ClassVar[bool]
    """Whether the score gap real - fake estimates the Wasserstein distance."""
    penalizes_gradient: ClassVar[bool] = False
    """Whether the penalty holds a gradient of the critic, so that training takes a second one."""
    penalty_every: int = 1
    """The penalty is taken at every so many-th critic update, from the first on."""

    @abstractmethod
    def real_loss(self, scores: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """The critic's loss on real images."""

    @abstractmethod
    def fake_loss(self, scores: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """The critic's loss on generated images."""

    @abstractmethod
    def generator_loss(self, scores: "tf.Tensor") -> "tf.Tensor":
        """The generator's loss, from the critic's scores of its images."""

    def penalty(
        self, critic: "Critic", real: "tf.Tensor", fake: "tf.Tensor", draw: "tf.Tensor"
    ) -> "tf.Tensor":
        """The soft constraint: a weighted term added to the critic's loss; 0 for none.

        Its mean over all updates is the same for any `penalty_every`.
        """
        import tensorflow as tf

        return tf.zeros(())

    def constrain(self, critic: "keras.Model") -> None:  # noqa: B027
        """The hard constraint: changes the weights after each critic update, or doesn't."""


class Wasserstein(Objective):
    """The critic's score gap, with nothing yet to keep the critic Lipschitz."""

    estimates_distance = True

    def real_loss(self, scores: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """-mean D(real)."""
        from wgan.gan import losses

        return losses.real_loss(scores)

    def fake_loss(self, scores: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """Mean D(fake)."""
        from wgan.gan import losses

        return losses.fake_loss(scores)

    def generator_loss(self, scores: "tf.Tensor") -> "tf.Tensor":
        """-mean D(fake): the generator wants its images to be scored as real."""
        from wgan.gan import losses

        return losses.real_loss(scores)
