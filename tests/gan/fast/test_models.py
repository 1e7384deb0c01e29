"""Which layers get a fast form, and that networks with them are the same networks."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from noise import noise

from wgan.gan import losses
from wgan.gan.fast import accelerate, plain
from wgan.gan.fast.kernels import MANY
from wgan.gan.fast.layers import (
    Awaited,
    ByRows,
    Doubling,
    Halving,
    Leaky,
    Normalizing,
    Upsampled,
)
from wgan.gan.networks import pair
from wgan.gan.networks.spec import Spec

SAME = {"rtol": 2e-5, "atol": 2e-5}


@pytest.fixture
def networks():
    generator = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(4 * 4 * 8),
            layers.Reshape((4, 4, 8)),
            layers.Conv2DTranspose(8, 4, 2, padding="same"),
            layers.BatchNormalization(),
            layers.Conv2DTranspose(2, 4, 2, padding="same", activation="tanh"),
            layers.Conv2D(1, 7, padding="same", activation="tanh"),
        ]
    )
    critic = keras.Sequential(
        [
            keras.Input((16, 16, 1)),
            layers.Conv2D(8, 4, 2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(8, 4, 2, padding="same", use_bias=False),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    for model in (generator, critic):
        model.set_weights([np.random.default_rng(0).normal(0, 0.1, w.shape) for w in model.weights])
        for weight in model.weights:
            if "variance" in weight.path:
                weight.assign(tf.abs(weight) + 1.0)
    return generator, critic


def test_networks_get_the_forms_that_fit_and_give_the_same(networks):
    generator, _ = networks
    fast_generator, fast_critic = map(accelerate, networks)
    kinds = [type(layer) for model in (fast_generator, fast_critic) for layer in model.layers]
    assert [kinds.count(kind) for kind in (Doubling, ByRows, Halving, Leaky, Normalizing)] == [
        1, 1, 1, 1, 1,
    ]  # fmt: skip
    z, real = noise(5, 4), noise(5, 16, 16, 1)
    np.testing.assert_allclose(fast_generator(z), generator(z), **SAME)
    results = []
    for one_generator, one_critic in (networks, (fast_generator, fast_critic)):
        with tf.GradientTape() as tape:
            fake = one_generator(z, training=True)
            loss = losses.fake_loss(one_critic(fake)) + losses.gradient_penalty(
                one_critic, real, fake, tf.fill((5, 1, 1, 1), 0.3)
            )
        weights = one_generator.trainable_variables + one_critic.trainable_variables
        results.append([loss, *tape.gradient(loss, weights)])
    for ours, theirs in zip(results[1], results[0], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-4)


def test_upsampling_and_the_convolution_behind_it_become_one():
    def kinds(*stack):
        model = keras.Sequential([keras.Input((3, 4, 2)), *stack])
        fast = accelerate(model)
        x = noise(2, 3, 4, 2)
        np.testing.assert_allclose(fast(x), model(x), **SAME)
        assert plain(fast).to_json() == model.to_json()
        return [type(layer) for layer in fast.layers]

    def up(**options):
        return layers.UpSampling2D(2, **options)

    def wide(**options):
        return layers.Conv2D(3, 5, **{"padding": "same", **options})

    assert kinds(up(), wide(activation="tanh"), up(), wide()) == [Awaited, Upsampled] * 2
    for stack in (
        (up(), wide(dilation_rate=2)),
        (up(), layers.Conv2D(2, 5, padding="same", groups=2)),
        (up(interpolation="bilinear"), wide()),
        (layers.UpSampling2D(3), wide()),
        (up(), wide(strides=2)),
        (up(), wide(padding="valid")),
        (up(), layers.LeakyReLU(), wide()),
    ):
        assert not {Awaited, Upsampled} & set(kinds(*stack))


def test_bfloat16_is_inside_alone(networks):
    z, real = noise(5, 4), noise(5, 16, 16, 1)
    for model, inputs in zip(networks, (z, real), strict=True):
        mixed = accelerate(model, precision="mixed_bfloat16")
        kinds = [layer.compute_dtype for layer in mixed.layers]
        assert kinds == ["bfloat16"] * (len(kinds) - 1) + ["float32"]
        assert {weight.dtype for weight in mixed.weights} == {"float32"}
        exact, rounded = model(inputs), mixed(inputs)
        assert rounded.dtype == tf.float32
        # 8 bits of mantissa, some layers of them: other numbers, but not far
        scale = float(tf.reduce_max(tf.abs(exact)))
        assert 0 < float(tf.reduce_max(tf.abs(rounded - exact))) < 0.03 * scale


def test_a_score_flattened_after_the_last_weights_keeps_its_digits():
    model = keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            layers.LeakyReLU(0.2),
            layers.Conv2D(1, 4),
            layers.Flatten(),
        ]
    )
    kinds = [layer.compute_dtype for layer in accelerate(model, False, "mixed_bfloat16").layers]
    assert kinds == ["bfloat16", "float32", "float32"]


def test_all_branches_of_a_score_keep_their_digits():
    spec = Spec(8, 1, latent_dim=2, classes=3, critic_labels="projection")
    _, critic = pair("compact").build(spec)
    mixed = accelerate(critic, False, "mixed_bfloat16")
    inner = [layer for layer in mixed.layers if not isinstance(layer, layers.InputLayer)]
    ends = [isinstance(layer, layers.Dense | layers.Dot | layers.Add) for layer in inner]
    assert sum(ends) == 4
    exact = [layer.compute_dtype == "float32" for layer in inner]
    assert exact == ends


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
def test_plain_takes_the_forms_out_again(networks, precision):
    for model in networks:
        back = plain(accelerate(model, precision=precision))
        assert back.to_json() == model.to_json()
        for one, other in zip(back.get_weights(), model.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)


def test_many_channels_get_the_forms_and_some_do_not():
    def kinds(channels):
        maps = keras.Input((4, 4, channels))
        stack = [
            layers.Conv2D(2, 4, 2, padding="same"),
            layers.Conv2DTranspose(channels, 4, 2, padding="same"),
        ]
        copy = accelerate(keras.Sequential([maps, *stack]))
        return [type(layer) for layer in copy.layers]

    assert kinds(MANY) == [Halving, Doubling]
    assert kinds(MANY - 1) == [layers.Conv2D, layers.Conv2DTranspose]


def test_odd_sizes_and_other_strides_keep_their_layers():
    model = keras.Sequential([keras.Input((9, 9, 1)), layers.Conv2D(8, 4, 2, padding="same")])
    assert type(accelerate(model).layers[0]) is layers.Conv2D
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(8, 4, 2, padding="valid")])
    assert type(accelerate(model).layers[0]) is layers.Conv2D


def test_a_skip_around_a_convolution_keeps_the_upsampling():
    maps = keras.Input((3, 4, 2))
    large = layers.UpSampling2D(2)(maps)
    model = keras.Model(maps, [large, layers.Conv2D(3, 5, padding="same")(large)][::-1])
    twice = keras.Model(
        maps, layers.Concatenate()([large, layers.Conv2D(3, 5, padding="same")(large)])
    )
    x = noise(2, 3, 4, 2)
    for each in (model, twice):
        for ours, theirs in zip(accelerate(each)(x), each(x), strict=True):
            np.testing.assert_allclose(ours, theirs, **SAME)


@pytest.mark.parametrize(
    "layer",
    [
        layers.Conv2D(1, 6, padding="same"),
        layers.Conv2D(1, 5, padding="same", dilation_rate=2),
        layers.Conv2D(2, 5, padding="same", groups=2),
        layers.BatchNormalization(scale=False),
        layers.BatchNormalization(center=False),
        layers.BatchNormalization(axis=1),
    ],
)
def test_layers_that_ask_for_more_keep_their_own_sums(layer):
    model = keras.Sequential([keras.Input((6, 6, 4)), layer])
    x = noise(2, 6, 6, 4)
    np.testing.assert_allclose(accelerate(model)(x), model(x), **SAME)


def test_upsampling_takes_half_the_digits():
    stack = [layers.UpSampling2D(2), layers.Conv2D(3, 5, padding="same"), layers.Conv2D(1, 1)]
    model = keras.Sequential([keras.Input((3, 4, 2)), *stack])
    x = noise(2, 3, 4, 2)
    mixed = accelerate(model, precision="mixed_bfloat16")
    assert type(mixed.layers[1]) is Upsampled
    np.testing.assert_allclose(mixed(x), model(x), atol=0.05)
