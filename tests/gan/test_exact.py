"""Batch normalization of inference, in operations that are rounded alike everywhere."""

import keras
import numpy as np
from keras import layers

from wgan.gan.exact import make_exact


def _model(**options: bool) -> keras.Model:
    inner = keras.Sequential([layers.Input((3, 2)), layers.BatchNormalization(axis=1, **options)])
    model = keras.Sequential([layers.Input((3, 2)), layers.BatchNormalization(**options), inner])
    rng = np.random.default_rng(0)
    model.set_weights([rng.uniform(0.5, 2, w.shape) for w in model.get_weights()])
    return model


def test_it_is_keras_s_to_the_last_digits() -> None:
    inputs = np.random.default_rng(1).normal(size=(5, 3, 2)).astype(np.float32)
    for options in ({}, {"scale": False}, {"center": False}):
        model = _model(**options)
        expected = np.asarray(model(inputs, training=False))
        make_exact(model)
        np.testing.assert_allclose(model(inputs, training=False), expected, rtol=1e-5, atol=1e-5)


def test_it_is_what_ieee_754_says() -> None:
    model = keras.Sequential([layers.Input((8,)), layers.BatchNormalization()])
    rng = np.random.default_rng(0)
    gamma, beta, mean, variance = rng.uniform(0.5, 2, (4, 8)).astype(np.float32)
    model.set_weights([gamma, beta, mean, variance])
    make_exact(model)
    inputs = rng.normal(size=(100, 8)).astype(np.float32)
    scale = np.float32(1) / np.sqrt(variance + np.float32(1e-3)) * gamma
    expected = inputs * scale + (-mean * scale + beta)
    np.testing.assert_array_equal(model(inputs, training=False), expected)
