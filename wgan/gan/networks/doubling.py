"""What the DCGAN family shares (arXiv 1511.06434): maps that double from 4x4, and halve back to it."""

import keras
from keras import layers

from wgan.gan.networks.chain import Layers, critic, generator, leaky
from wgan.gan.networks.spec import Spec

MOMENTUM = 0.9
"""Of the batch normalization, in Foster's networks."""


def widths(spec: Spec, most: int) -> list[int]:
    """Filters of the maps from half the image's side down to 4x4: 64, then twice as many each time.

    `most` is the largest number at width 1. 64x64 images with at most 512 give 64, 128, 256, 512.
    The side is a power of two from 8.
    """
    halvings = spec.image_size.bit_length() - 3
    return [spec.filters(min(64 << level, most)) for level in range(halvings)]


def doubling_generator(spec: Spec, filters: list[int], last_bias: bool) -> keras.Model:
    """Latents as one pixel, a 4x4 map of it, then twice the side by each transposed convolution.

    `filters` as `widths` gives them, from fine to coarse. The last layer alone may have a bias:
    batch normalization would cancel it in the others.
    """

    def grow(count: int, **options: object) -> keras.Layer:
        return layers.Conv2DTranspose(count, 4, kernel_initializer=spec.initializer(), **options)

    coarsest, *finer = reversed(filters)
    # -1: the latents, and the labels of a conditional pair
    stack: Layers = [layers.Reshape((1, 1, -1)), grow(coarsest, use_bias=False), *_activation()]
    for count in finer:
        stack += [grow(count, strides=2, padding="same", use_bias=False), *_activation()]
    last = grow(spec.channels, strides=2, padding="same", use_bias=last_bias, activation="tanh")
    return generator(spec, [*stack, last])


def halving_critic(spec: Spec, filters: list[int], bias: bool, dropout_from: int) -> keras.Model:
    """Half the side by each convolution, then one score from the 4x4 map.

    Blocks are counted from 0: those from 1 on may have batch normalization, those from
    `dropout_from` on dropout.
    """

    def convolution(count: int, **options: object) -> keras.Layer:
        return layers.Conv2D(
            count, 4, use_bias=bias, kernel_initializer=spec.initializer(), **options
        )

    stack: Layers = []
    for block, count in enumerate(filters):
        stack.append(convolution(count, strides=2, padding="same"))
        if block:
            stack += spec.norm(MOMENTUM)
        stack.append(leaky())
        if block >= dropout_from:
            stack += spec.drop()
    return critic(spec, [*stack, convolution(1), layers.Flatten()])


def _activation() -> Layers:
    return [layers.BatchNormalization(momentum=MOMENTUM), leaky()]
