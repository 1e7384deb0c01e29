import keras
import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.average import Average


def model(value):
    network = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    network.trainable_variables[0].assign([[value]])
    return network


def test_the_mean_is_the_recursion_worked_by_hand():
    source = model(0.0)
    average = Average(source, 0.9)
    expected = 0.0
    for step in range(200):
        source.trainable_variables[0].assign([[float(step % 7)]])
        average.update(tf.constant(step, tf.int64))
        keep = min(0.9, (1 + step) / (10 + step))
        expected = keep * expected + (1 - keep) * (step % 7)
    assert float(average.model.weights[0][0, 0]) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("decay", [0, 0.0])  # a script may say either
def test_decay_0_follows_exactly(decay):
    source = model(1.0)
    average = Average(source, decay)
    source.trainable_variables[0].assign([[5.0]])
    average.update(tf.constant(3, tf.int64))
    np.testing.assert_array_equal(average.model.weights[0], source.weights[0])
