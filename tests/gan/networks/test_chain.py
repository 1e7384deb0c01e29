"""Where labels enter a critic."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from wgan.gan.networks import NAMES, pair
from wgan.gan.networks.spec import Spec

CLASSES = 5


def projected(name, classes=CLASSES, size=8, **choices):
    spec = Spec(size, 3, latent_dim=2, classes=classes, critic_labels="projection", **choices)
    return pair(name).build(spec)[1]


def only(critic, kind):
    (found,) = (layer for layer in critic.layers if isinstance(layer, kind))
    return found


def embedding(critic):
    embedded, _ = only(critic, layers.Dot).input
    (matrix,) = (w for layer in critic.layers if layer.output is embedded for w in layer.weights)
    return matrix


def one_hot(*labels):
    return tf.one_hot(labels, CLASSES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [8, 16])
def test_a_projection_is_the_plain_score_and_an_inner_product(name, size):
    """Against the same pair without labels, and the class's row of the embedding by hand."""
    critic = projected(name, size=size)
    plain = pair(name).build(Spec(size, 3, latent_dim=2))[1]
    matrix = embedding(critic)
    plain.set_weights([w for w in critic.get_weights() if w.shape != matrix.shape])
    weighted = [at for at, layer in enumerate(plain.layers) if layer.weights]
    features = keras.Model(plain.input, plain.layers[weighted[-1]].input)

    images = tf.random.stateless_uniform((3, size, size, 3), (0, 1), -1, 1)
    labels = np.array([2, 0, 3])
    f = features(images).numpy().reshape(3, -1)
    expected = plain(images).numpy()[:, 0] + np.sum(matrix.numpy()[labels] * f, axis=1)
    # sums of about 0.1, which may cancel
    np.testing.assert_allclose(
        critic([images, one_hot(*labels)])[:, 0], expected, rtol=1e-4, atol=1e-6
    )
    assert critic.output.shape == (None, 1)


def test_a_projection_without_classes_is_the_plain_critic():
    plain = pair("compact").build(Spec(8, 3, latent_dim=2))[1]
    assert len(projected("compact", classes=0).layers) == len(plain.layers)


def test_a_gradient_reaches_the_rows_of_the_labels_given_and_no_other():
    critic = projected("compact")
    matrix = embedding(critic)
    images = tf.random.stateless_uniform((2, 8, 8, 3), (0, 1), -1, 1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(critic([images, one_hot(1, 3)]))
    rows = np.abs(tape.gradient(loss, matrix)).max(axis=1) > 0
    assert rows.tolist() == [False, True, False, True, False]


def test_an_embedding_starts_like_the_kernels():
    critic = projected("wide", kernel_std=0.02)
    assert embedding(critic).numpy().std() == pytest.approx(0.02, rel=0.05)


def test_planes_are_constant_over_the_image_and_show_the_label():
    critic = pair("compact").build(
        Spec(8, 1, latent_dim=2, classes=CLASSES, critic_labels="planes")
    )[1]
    joined = keras.Model(critic.inputs, only(critic, layers.Concatenate).output)
    images = tf.random.stateless_uniform((1, 8, 8, 1), (0, 1), -1, 1)
    seen = joined([images, one_hot(2)]).numpy()[0]
    np.testing.assert_array_equal(seen[..., 0], images[0, ..., 0])
    np.testing.assert_array_equal(seen[..., 1:], np.tile([0, 0, 1, 0, 0], (8, 8, 1)))
