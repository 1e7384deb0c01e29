"""The counting rule: by hand, and against the operations in TensorFlow's own graphs."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from benchmarks.speed.arithmetic import layer_flops, step_flops
from wgan.gan.config import train_config
from wgan.gan.losses import gradient_penalty

BATCH = 3


def leaky(x):
    """Not TensorFlow's own, whose second derivative sends zeros backwards: work without a use."""
    return tf.maximum(x, 0.2 * x)


@pytest.fixture(scope="module")
def critic():
    return keras.Sequential(
        [
            keras.Input((8, 8, 2)),
            layers.Conv2D(5, 4, strides=2, padding="same", activation=leaky),
            layers.Conv2D(7, 3, padding="valid", activation=leaky),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )


@pytest.fixture(scope="module")
def generator():
    return keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(4 * 4 * 3, use_bias=False),
            layers.Reshape((4, 4, 3)),
            layers.Conv2DTranspose(2, 4, strides=2, padding="same", activation="tanh"),
        ]
    )


MADE = [2 * 6 * 48, 2 * 4 * 4 * 16 * 3 * 2]
JUDGED = [2 * 4 * 4 * 16 * 2 * 5, 2 * 2 * 2 * 9 * 5 * 7, 2 * 28]


def flops(model):
    return [count for layer in model.layers if (count := layer_flops(layer))]


def in_graph(function, *arguments):
    """FLOP of the products and convolutions that the function's outputs depend on."""
    graph = tf.function(function, autograph=False).get_concrete_function(*arguments)
    waiting, seen, total = [out.op for out in graph.outputs], set(), 0
    while waiting:
        op = waiting.pop()
        if op.name not in seen:
            seen.add(op.name)
            total += cost(op)
            waiting += [source.op for source in op.inputs]
    return total


def cost(op):
    """Every multiply-add of one operation, from the shapes of what goes in and comes out."""
    size = [int(np.prod(tensor.shape)) for tensor in op.inputs]
    match op.type:
        case "MatMul":
            # (a, b) @ (b, c): the three sizes multiply to (a b c)^2
            return 2 * round((size[0] * size[1] * np.prod(op.outputs[0].shape)) ** 0.5)
        case "Conv2D":
            return 2 * int(np.prod(op.outputs[0].shape)) * size[1] // op.inputs[1].shape[3]
        case "Conv2DBackpropInput":
            return 2 * size[2] * size[1] // op.inputs[1].shape[3]
        case "Conv2DBackpropFilter":
            kernel = int(np.prod(op.outputs[0].shape))
            return 2 * size[2] * kernel // op.outputs[0].shape[3]
    return 0


def images():
    return tf.zeros((BATCH, 8, 8, 2))


def test_layers_by_hand(generator, critic):
    assert flops(generator) == MADE
    assert flops(critic) == JUDGED


def test_forward_as_in_the_graph(generator, critic):
    assert in_graph(generator, tf.zeros((BATCH, 6))) == BATCH * sum(MADE)
    assert in_graph(critic, images()) == BATCH * sum(JUDGED)


def test_a_critic_update_as_in_the_graph(critic):
    def gradients(real):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(critic(real))
        return [loss, *tape.gradient(loss, critic.trainable_variables)]

    assert in_graph(gradients, images()) == BATCH * (3 * sum(JUDGED) - JUDGED[0])


def test_the_penalty_as_in_the_graph(critic):
    def gradients(real):
        with tf.GradientTape() as tape:
            loss = gradient_penalty(critic, real, 2 * real, tf.fill((BATCH, 1, 1, 1), 0.5))
        gradients = tape.gradient(loss, critic.trainable_variables)
        return [loss, *(gradient for gradient in gradients if gradient is not None)]

    assert in_graph(gradients, images()) == BATCH * (4 * sum(JUDGED) - 2 * JUDGED[-1])


def test_a_generator_update_as_in_the_graph(generator, critic):
    def gradients(latents):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(critic(generator(latents)))
        return [loss, *tape.gradient(loss, generator.trainable_variables)]

    expected = BATCH * (3 * sum(MADE) - MADE[0] + 2 * sum(JUDGED))
    assert in_graph(gradients, tf.zeros((BATCH, 6))) == expected


@pytest.mark.parametrize(
    ("objective", "penalties"),
    [
        ({"loss": "wgan"}, 0),
        ({"loss": "wgan-gp", "penalty_every": 1}, 4),
        ({"loss": "wgan-gp", "penalty_every": 2}, 2),
        ({"loss": "wgan-gp", "penalty_every": 8}, 0.5),
    ],
)
def test_a_step_is_the_sum_of_its_parts(generator, critic, objective, penalties):
    config = train_config({**objective, "n_critic": 4, "batch_size": 10, "generator_batch_size": 7})
    G, D = sum(MADE), sum(JUDGED)
    update = 10 * G + 20 * (3 * D - JUDGED[0])
    penalty = 10 * (4 * D - 2 * JUDGED[-1])
    own = 7 * (3 * G - MADE[0] + 2 * D)
    assert step_flops(config, generator, critic) == 4 * update + penalties * penalty + own
