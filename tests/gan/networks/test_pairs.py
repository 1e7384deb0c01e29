"""The published networks and the default, layer by layer, in the notation of their sources."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from wgan.gan.networks import NAMES, pair
from wgan.gan.networks.spec import Spec

GREY_28 = Spec(image_size=28, channels=1, latent_dim=100)
GREY_64 = Spec(image_size=64, channels=1, latent_dim=100)
COLOUR_64 = Spec(image_size=64, channels=3, latent_dim=128)


def describe(layer: keras.Layer) -> str:
    """A layer in a few words; an activation within it stands beside it."""
    name = {"Conv2D": "Conv", "Conv2DTranspose": "ConvT"}.get(type(layer).__name__)
    match layer:
        case layers.Conv2D() | layers.Conv2DTranspose():
            side, stride = layer.kernel_size[0], layer.strides[0]
            words = [name, layer.filters, f"{side}x{side}"]
            words += [f"/{stride}"] if stride > 1 else []
            words += ["valid"] if layer.padding == "valid" else []
            words += [] if layer.use_bias else ["no bias"]
        case layers.Dense():
            words = ["Dense", layer.units]
        case layers.BatchNormalization():
            words = ["BN", layer.momentum]
        case layers.LeakyReLU():
            words = ["LReLU", round(layer.negative_slope, 6)]
        case layers.Dropout():
            words = ["dropout", layer.rate]
        case layers.Reshape():
            words = ["reshape", "x".join(map(str, layer.output.shape[1:]))]
        case _:
            words = [type(layer).__name__]
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    words += [activation] if activation == "tanh" else []
    return " ".join(map(str, words))


def described(model: keras.Model) -> list[str]:
    return [describe(layer) for layer in model.layers if not isinstance(layer, layers.InputLayer)]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split(",")]


DCGAN_GENERATOR = """
    ConvT 512 4x4 valid no bias, BN 0.9, LReLU 0.2, ConvT 256 4x4 /2 no bias, BN 0.9, LReLU 0.2,
    ConvT 128 4x4 /2 no bias, BN 0.9, LReLU 0.2, ConvT 64 4x4 /2 no bias, BN 0.9, LReLU 0.2"""
PUBLISHED = {
    "compact": (
        replace(GREY_28, latent_dim=16),
        """Dense 1568, reshape 7x7x32, BN 0.9, LReLU 0.2, Conv 32 3x3 no bias, BN 0.9, LReLU 0.2,
        ConvT 16 4x4 /2 no bias, BN 0.9, LReLU 0.2, ConvT 1 4x4 /2 tanh""",
        """Conv 16 4x4 /2, LReLU 0.2, Conv 32 4x4 /2, LReLU 0.2, Conv 64 4x4 /2, LReLU 0.2,
        Flatten, Dense 1""",
    ),
    "transposed": (
        replace(GREY_28, latent_dim=50, critic_norm=True),
        """Dense 6272, LReLU 0.2, reshape 7x7x128, ConvT 128 4x4 /2, BN 0.9, LReLU 0.2,
        ConvT 128 4x4 /2, BN 0.9, LReLU 0.2, Conv 1 7x7 tanh""",
        """Conv 64 4x4 /2, BN 0.99, LReLU 0.2, Conv 64 4x4 /2, BN 0.99, LReLU 0.2, Flatten,
        Dense 1""",
    ),
    "upsampling": (
        GREY_28,
        """Dense 1024 tanh, Dense 6272 tanh, reshape 7x7x128, UpSampling2D, Conv 64 5x5 tanh,
        UpSampling2D, Conv 1 5x5 tanh""",
        """Conv 64 3x3 /2, LReLU 0.2, Conv 32 3x3 /2, LReLU 0.2, Conv 16 3x3 /2, LReLU 0.2,
        Conv 1 3x3, GlobalAveragePooling2D""",
    ),
    "strided": (
        replace(COLOUR_64, latent_dim=100, critic_norm=True),
        f"reshape 1x1x100, {DCGAN_GENERATOR}, ConvT 3 4x4 /2 no bias tanh",
        """Conv 64 4x4 /2, BN 0.99, LReLU 0.2, Conv 128 4x4 /2, BN 0.99, LReLU 0.2,
        Conv 128 4x4 /2, BN 0.99, LReLU 0.2, Flatten, Dense 1""",
    ),
    "dcgan": (
        replace(GREY_64, dropout=0.3, critic_norm=True),
        f"reshape 1x1x100, {DCGAN_GENERATOR}, ConvT 1 4x4 /2 no bias tanh",
        """Conv 64 4x4 /2 no bias, LReLU 0.2, dropout 0.3,
        Conv 128 4x4 /2 no bias, BN 0.9, LReLU 0.2, dropout 0.3,
        Conv 256 4x4 /2 no bias, BN 0.9, LReLU 0.2, dropout 0.3,
        Conv 512 4x4 /2 no bias, BN 0.9, LReLU 0.2, dropout 0.3,
        Conv 1 4x4 valid no bias, Flatten""",
    ),
    "wide": (
        replace(COLOUR_64, dropout=0.3),
        f"reshape 1x1x128, {DCGAN_GENERATOR}, ConvT 3 4x4 /2 tanh",
        """Conv 64 4x4 /2, LReLU 0.2, Conv 128 4x4 /2, LReLU 0.2, dropout 0.3,
        Conv 256 4x4 /2, LReLU 0.2, dropout 0.3, Conv 512 4x4 /2, LReLU 0.2, dropout 0.3,
        Conv 1 4x4 valid, Flatten""",
    ),
    "narrow": (
        replace(COLOUR_64, latent_dim=32, classes=2, critic_labels="planes", dropout=0.3),
        """Concatenate, reshape 1x1x34, ConvT 128 4x4 valid no bias, BN 0.9, LReLU 0.2,
        ConvT 128 4x4 /2 no bias, BN 0.9, LReLU 0.2, ConvT 128 4x4 /2 no bias, BN 0.9, LReLU 0.2,
        ConvT 64 4x4 /2 no bias, BN 0.9, LReLU 0.2, ConvT 3 4x4 /2 tanh""",
        """RepeatVector, reshape 64x64x2, Concatenate,
        Conv 64 4x4 /2, LReLU 0.2, Conv 128 4x4 /2, LReLU 0.2, dropout 0.3,
        Conv 128 4x4 /2, LReLU 0.2, dropout 0.3, Conv 128 4x4 /2, LReLU 0.2, dropout 0.3,
        Conv 1 4x4 valid, Flatten""",
    ),
}
PARAMETERS = {
    # weights and biases of the layers above, summed by hand; dcgan's are printed in its source
    "compact": (25_088 + 128 + 9_216 + 128 + 8_192 + 64 + 257, 272 + 8_224 + 32_832 + 1_025),
    "transposed": (851_713, 70_337),
    "upsampling": (6_738_689, 23_873),
    "strided": (3_578_624, 3_072 + 64 + 131_072 + 128 + 262_144 + 128 + 4 * 320 + 8_193),
    "dcgan": (3_576_576, 2_765_312),
    "wide": (3_576_576 + 28 * 4 * 4 * 512 + 2 * 1_024 + 3, 2_764_737),
    "narrow": (
        16 * (34 * 128 + 128 * 128 * 2 + 128 * 64 + 64 * 3) + 3 + 4 * (3 * 128 + 64),
        16 * (5 * 64 + 64 * 128 + 128 * 128 * 2 + 128) + 64 + 3 * 128 + 1,
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_layers_are_the_published_ones(name):
    spec, generator_layers, critic_layers = PUBLISHED[name]
    generator, critic = pair(name).build(spec)
    assert described(generator) == lines(generator_layers)
    assert described(critic) == lines(critic_layers)
    assert (generator.count_params(), critic.count_params()) == PARAMETERS[name]
    assert generator.output.shape == (None, spec.image_size, spec.image_size, spec.channels)
    assert critic.output.shape == (None, 1)


def test_dcgan_has_the_printed_number_of_trainable_weights():
    _, critic = pair("dcgan").build(PUBLISHED["dcgan"][0])
    assert sum(int(np.prod(w.shape)) for w in critic.trainable_variables) == 2_763_520


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("size", "channels", "classes"), [(8, 3, 0), (16, 1, 4)])
def test_images_are_in_range_and_a_gradient_reaches_every_weight(name, size, channels, classes):
    spec = Spec(size, channels, latent_dim=6, classes=classes, critic_norm=True, dropout=0.2)
    generator, critic = pair(name).build(spec)
    condition = [tf.one_hot([1, 2, 0, 1], classes)] if classes else []
    z = tf.random.stateless_normal((4, 6), (1, 2))
    with tf.GradientTape() as tape:
        images = generator([z, *condition] if condition else z, training=True)
        scores = critic([images, *condition] if condition else images, training=True)
        loss = tf.reduce_sum(tf.square(scores))
    assert images.shape == (4, size, size, channels)
    assert scores.shape == (4, 1)
    assert float(tf.reduce_max(tf.abs(images))) <= 1
    weights = [*generator.trainable_variables, *critic.trainable_variables]
    for weight, gradient in zip(weights, tape.gradient(loss, weights), strict=True):
        assert gradient is not None, weight.path
        assert float(tf.reduce_max(tf.abs(gradient))) > 0, weight.path


@pytest.mark.parametrize("name", NAMES)
def test_every_size_that_a_pair_takes_comes_out(name):
    taken = [side for side in range(1, 41) if side in pair(name).SIZES]
    assert 8 in taken
    for side in taken:
        generator, critic = pair(name).build(Spec(side, channels=1, latent_dim=2))
        assert generator.output.shape == (None, side, side, 1)
        assert critic.output.shape == (None, 1)


@pytest.mark.parametrize(("name", "deepest"), [("wide", 512), ("narrow", 128)])
def test_larger_images_get_more_layers_not_wider_ones(name, deepest):
    generator, critic = pair(name).build(replace(COLOUR_64, image_size=128))
    filters = [layer.filters for layer in critic.layers if isinstance(layer, layers.Conv2D)]
    assert filters == [64, 128, min(256, deepest), deepest, deepest, 1]
    assert generator.output.shape == (None, 128, 128, 3)


def test_normalization_and_dropout_can_be_left_out():
    for name in NAMES:
        _, critic = pair(name).build(replace(COLOUR_64, image_size=16))
        assert not [
            layer
            for layer in critic.layers
            if isinstance(layer, layers.BatchNormalization | layers.Dropout)
        ]


@pytest.mark.parametrize("name", NAMES)
def test_initial_kernels_follow_kernel_std(name):
    generator, critic = pair(name).build(replace(COLOUR_64, image_size=16, kernel_std=0.02))
    kernels = [
        layer.kernel.numpy()
        for model in (generator, critic)
        for layer in model.layers
        # the sources keep the default for the critic's dense layer
        if hasattr(layer, "kernel") and not (model is critic and isinstance(layer, layers.Dense))
    ]
    for kernel in kernels:
        assert kernel.std() == pytest.approx(0.02, rel=5 / np.sqrt(kernel.size))


def counts(model: keras.Model) -> list[int]:
    """Filters and units of the layers that have weights to choose a number of, in order."""
    weighted = (layers.Conv2D, layers.Conv2DTranspose, layers.Dense)
    return [layer.output.shape[-1] for layer in model.layers if isinstance(layer, weighted)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [0.5, 2, 1e-4])
def test_width_multiplies_all_hidden_layers_and_no_other(name, width):
    spec = Spec(8, channels=3, latent_dim=6)
    for plain, changed in zip(
        pair(name).build(spec), pair(name).build(replace(spec, width=width)), strict=True
    ):
        *hidden, last = counts(plain)
        *scaled, same = counts(changed)
        assert same == last
        if width < 0.01:
            # one filter is left; a dense layer keeps one for each pixel of the map that it makes
            assert set(scaled) <= {1, 4}
        else:
            assert scaled == [width * count for count in hidden]
