"""What a pair of networks is built for, and what its file holds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wgan.gan.networks.sizes import Sizes

if TYPE_CHECKING:
    import keras

Networks = tuple["keras.Model", "keras.Model"]
"""Generator and critic."""


@dataclass(frozen=True)
class Spec:
    """The choices that every pair understands; defaults are those of the options."""

    image_size: int
    """Side of the square images, in pixels."""
    channels: int
    """1 for grey, 3 for colour."""
    latent_dim: int
    """Numbers per latent vector."""
    latents: str = "normal"
    """What the latents are drawn from; it becomes the name of the generator's input, so that the
    exported file says what to feed it."""
    classes: int = 0
    """Number of classes the pair is conditioned on; 0 for none."""
    critic_labels: str = "projection"
    """How the critic gets the labels: as further `planes` of its images, or by `projection`."""
    width: float = 1.0
    """Factor of the numbers of filters and units in all hidden layers; 1 for those published."""
    kernel_std: float | None = None
    """Kernels start as N(0, kernel_std^2); None for Keras's Glorot uniform."""
    dropout: float = 0.0
    """Rate of the critic's dropout, where the pair has dropout at all."""
    critic_norm: bool = False
    """Batch normalization in the critic, where the pair has it at all."""

    def filters(self, count: int) -> int:
        """Filters or units of a hidden layer that has `count` at width 1; at least one."""
        return max(1, round(self.width * count))

    def initializer(self) -> "keras.Initializer":
        """A new initializer for one kernel."""
        import keras

        if self.kernel_std is None:
            return keras.initializers.GlorotUniform()
        return keras.initializers.RandomNormal(0.0, self.kernel_std)

    def norm(self, momentum: float = 0.99) -> "list[keras.Layer]":
        """The critic's batch normalization at one place; nothing if it is to have none."""
        from keras import layers

        return [layers.BatchNormalization(momentum=momentum)] if self.critic_norm else []

    def drop(self) -> "list[keras.Layer]":
        """The critic's dropout at one place; nothing if the rate is 0."""
        from keras import layers

        return [layers.Dropout(self.dropout)] if self.dropout else []


class Pair(Protocol):
    """A file of pairs/, as a module."""

    SIZES: Sizes
    """Sides, in pixels, of the images it takes."""

    def build(self, spec: Spec) -> Networks:
        """Make the two, with new weights; `spec.image_size` is one of SIZES."""
