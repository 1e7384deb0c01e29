"""What a pair of networks is built for, and how labels enter it."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
from keras import layers

from wgan.errors import InputError


@dataclass(frozen=True)
class Spec:
    """The choices that every pair understands."""

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
    kernel_std: float | None = None
    """Kernels start as N(0, kernel_std^2); None for Keras's Glorot uniform."""
    dropout: float = 0.0
    """Rate of the critic's dropout, where the pair has dropout at all."""
    critic_norm: bool = False
    """Batch normalization in the critic, where the pair has it at all."""

    def initializer(self) -> keras.Initializer:
        """A new initializer for one kernel."""
        if self.kernel_std is None:
            return keras.initializers.GlorotUniform()
        return keras.initializers.RandomNormal(0.0, self.kernel_std)

    def norm(self, momentum: float = 0.99) -> list[keras.Layer]:
        """The critic's batch normalization at one place; nothing if it is to have none."""
        return [layers.BatchNormalization(momentum=momentum)] if self.critic_norm else []

    def drop(self) -> list[keras.Layer]:
        """The critic's dropout at one place; nothing if the rate is 0."""
        return [layers.Dropout(self.dropout)] if self.dropout else []

    def side(self, divisor: int, pair: str) -> int:
        """Side of the smallest feature map; raises InputError if the image can't be halved so often."""
        if self.image_size % divisor:
            raise InputError(
                f"train.network {pair} takes image sizes that are multiples of {divisor}, "
                f"not prepare.image_size {self.image_size}"
            )
        return self.image_size // divisor


Layers = list[keras.Layer]
Pair = Callable[[Spec], tuple[keras.Model, keras.Model]]
"""Builds (generator, critic)."""


def generator(spec: Spec, stack: Layers) -> keras.Model:
    """Chain the layers from (N, latent_dim) latents, joined by (N, classes) one-hot labels if any."""
    latents = keras.Input((spec.latent_dim,), name=f"{spec.latents}_latents")
    if not spec.classes:
        return keras.Model(latents, _chain(latents, stack), name="generator")
    labels = keras.Input((spec.classes,), name="labels")
    joined = layers.Concatenate()([latents, labels])
    return keras.Model([latents, labels], _chain(joined, stack), name="generator")


def critic(spec: Spec, stack: Layers) -> keras.Model:
    """Chain the layers from (N, S, S, channels) images to (N, 1) scores.

    Labels, if any, are (N, classes) one-hot and become `classes` further channels, constant over
    the image (Foster, Generative Deep Learning 2e, ch. 4).
    """
    size = spec.image_size
    images = keras.Input((size, size, spec.channels), name="images")
    if not spec.classes:
        return keras.Model(images, _chain(images, stack), name="critic")
    labels = keras.Input((spec.classes,), name="labels")
    planes = layers.Reshape((size, size, spec.classes))(layers.RepeatVector(size * size)(labels))
    joined = layers.Concatenate()([images, planes])
    return keras.Model([images, labels], _chain(joined, stack), name="critic")


def leaky() -> keras.Layer:
    """The leaky ReLU of every published system: slope 0.2."""
    return layers.LeakyReLU(negative_slope=0.2)


def _chain(tensor: keras.KerasTensor, stack: Layers) -> keras.KerasTensor:
    for layer in stack:
        tensor = layer(tensor)
    return tensor
