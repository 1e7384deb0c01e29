"""The fast layers against Keras's own."""

import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from noise import noise

from wgan.gan.fast.layers import Normalizing


@pytest.mark.parametrize("training", [True, False])
def test_normalization_is_keras_s_own_to_the_second_derivative(training):
    x = 3.0 * noise(4, 6, 5, 3) + 1.0

    def through(kind):
        layer = kind(momentum=0.7)
        layer.build(x.shape)
        layer.set_weights([np.linspace(start, 2.0, 3) for start in (0.5, -1.0, 0.1, 0.4)])
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = layer(x, training=training)
                score = tf.reduce_sum(tf.nn.leaky_relu(y, 0.2) * noise(*y.shape, seed=3))
            slope = inner.gradient(score, x)
            loss = tf.reduce_sum(slope * noise(*x.shape, seed=4)) + tf.reduce_sum(tf.square(y) * y)
        return y, slope, *outer.gradient(loss, [x, *layer.trainable_variables]), *layer.weights

    ours, theirs = through(Normalizing), through(layers.BatchNormalization)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4 * np.abs(other).max())
