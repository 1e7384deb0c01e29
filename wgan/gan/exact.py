"""Batch normalization by operations that every processor rounds alike."""

from typing import Any

import keras
import tensorflow as tf
from keras import layers


class Exact(layers.BatchNormalization):
    """In inference mode, by a square root and a division, which IEEE 754 rounds.

    Keras takes the reciprocal square root, which Intel's and AMD's processors begin from an estimate of their own.
    """

    def call(self, inputs: tf.Tensor, *_: Any, **__: Any) -> tf.Tensor:
        """As BatchNormalization does with `training=False`."""
        scale = 1.0 / tf.sqrt(self.moving_variance + self.epsilon)
        if self.scale:
            scale *= self.gamma
        shift = -self.moving_mean * scale
        if self.center:
            shift += self.beta
        shape = [1] * len(inputs.shape)
        shape[self.axis] = -1
        return inputs * tf.reshape(scale, shape) + tf.reshape(shift, shape)


def make_exact(model: keras.Model) -> None:
    """Have all its batch normalization, however deep, done by `Exact`: for inference alone."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            make_exact(layer)
        elif type(layer) is layers.BatchNormalization and layer.compute_dtype == "float32":
            layer.__class__ = Exact
