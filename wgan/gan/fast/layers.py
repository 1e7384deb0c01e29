"""Keras's layers with the sums of `kernels`: the same options, weights and outputs."""

from typing import Any

import tensorflow as tf
from keras import layers

from wgan.gan.fast.kernels import by_rows, double, halve, leaky, upsampled


class Leaky(layers.LeakyReLU):
    """Any leaky ReLU."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """As LeakyReLU."""
        return leaky(inputs, float(self.negative_slope))


class Halving(layers.Conv2D):
    """A critic's 4x4 convolution to half the side."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """As Conv2D."""
        return _finish(self, halve(inputs, tf.convert_to_tensor(self.kernel)))


class Doubling(layers.Conv2DTranspose):
    """A generator's 4x4 transposed convolution to twice the side."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """As Conv2DTranspose."""
        return _finish(self, double(inputs, tf.convert_to_tensor(self.kernel)))


class ByRows(layers.Conv2D):
    """A last convolution on the full image, with few channels out."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """As Conv2D."""
        return _finish(self, by_rows(inputs, tf.convert_to_tensor(self.kernel)))


class Awaited(layers.UpSampling2D):
    """Upsampling that leaves its work to the `Upsampled` convolution behind it."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Nothing."""
        return inputs

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """That of the inputs."""
        return input_shape


class Upsampled(layers.Conv2D):
    """A convolution of maps upsampled to twice the side, made of the maps as they were."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """As UpSampling2D and Conv2D."""
        return _finish(self, upsampled(inputs, tf.convert_to_tensor(self.kernel)))

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """(N, 2h, 2w, filters)."""
        number, height, width, _ = input_shape
        return number, *(side and 2 * side for side in (height, width)), self.filters


class Normalizing(layers.BatchNormalization):
    """Batch normalization of maps, in one operation for Keras's eleven: a third of the time."""

    def call(
        self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None
    ) -> tf.Tensor:
        """As BatchNormalization."""
        moving = self.moving_mean, self.moving_variance
        gamma, beta, mean, variance = (
            tf.cast(tf.convert_to_tensor(weight), tf.float32)
            for weight in (self.gamma, self.beta, *moving)
        )
        outputs, *seen, _, _, _ = tf.raw_ops.FusedBatchNormV3(
            x=inputs,
            scale=gamma,
            offset=beta,
            mean=mean,
            variance=variance,
            epsilon=self.epsilon,
            is_training=bool(training),
        )
        if training:
            # the operation estimates the variance of all maps there could be, Keras has that of these
            count = tf.cast(tf.size(inputs) / inputs.shape[-1], tf.float32)
            seen[1] *= 1.0 - 1.0 / count
            for old, new in zip(moving, seen, strict=True):
                old.assign(self.momentum * old + (1.0 - self.momentum) * new)
        return outputs


def _finish(layer: Any, sums: tf.Tensor) -> tf.Tensor:
    if layer.use_bias:
        sums += tf.convert_to_tensor(layer.bias)
    return layer.activation(sums)
