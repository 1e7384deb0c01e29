"""Other layers for the default's networks: changes that `python -m benchmarks.recipes.default` tries."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

Stack = list[Any]
Change = Callable[[Stack], Stack]
"""What makes other layers of those of a network."""


def flat(stack: Stack) -> Stack:
    """A generator without its 3x3 convolution."""
    return stack[:4] + stack[7:]


def finer(stack: Stack) -> Stack:
    """A generator with a 3x3 convolution more, behind the first doubling."""
    from keras import layers

    from wgan.gan.networks.chain import leaky

    mixing = layers.Conv2D(stack[7].filters, 3, padding="same", use_bias=False)
    return [*stack[:-1], mixing, layers.BatchNormalization(momentum=0.9), leaky(), stack[-1]]


def shallow(stack: Stack) -> Stack:
    """A critic without its third convolution."""
    return stack[:4] + stack[6:]


def deep(stack: Stack) -> Stack:
    """A critic with a 3x3 convolution more, on its coarsest map."""
    from keras import layers

    from wgan.gan.networks.chain import leaky

    return [*stack[:-2], layers.Conv2D(stack[4].filters, 3, padding="same"), leaky(), *stack[-2:]]


def deviation(stack: Stack) -> Stack:
    """A critic whose last layer has a channel more: how far the images of a group lie apart.

    As in arXiv 1710.10196, section 3, by groups of four images: none mixes real and generated.
    """
    import keras
    import tensorflow as tf
    from keras import layers

    @keras.saving.register_keras_serializable("benchmarks")
    class Deviation(layers.Layer):
        def call(self, maps: tf.Tensor) -> tf.Tensor:
            _, height, width, channels = maps.shape
            groups = tf.reshape(maps, (-1, 4, height, width, channels))
            spread = tf.sqrt(tf.math.reduce_variance(groups, axis=1) + 1e-8)
            mean = tf.repeat(tf.reduce_mean(spread, axis=(1, 2, 3)), 4)
            plane = tf.ones((1, height, width, 1)) * tf.reshape(mean, (-1, 1, 1, 1))
            return tf.concat([maps, plane], axis=-1)

        def compute_output_shape(self, shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
            *rest, channels = shape
            return (*rest, (channels or 0) + 1)

    return [*stack[:-2], Deviation(), *stack[-2:]]


@contextmanager
def shaped(changes: Mapping[str, Change]) -> Iterator[None]:
    """While it holds, pairs are built of changed layers: those of "generator", of "critic".

    A pair's file imports the two when it builds, so it finds these.
    """
    from wgan.gan.networks import chain

    def changed(build: Callable[[Any, Stack], Any], change: Change) -> Callable[[Any, Stack], Any]:
        return lambda spec, stack: build(spec, change(stack))

    with ExitStack() as patches:
        for name, change in changes.items():
            patched = changed(getattr(chain, name), change)
            patches.enter_context(mock.patch.object(chain, name, patched))
        yield
