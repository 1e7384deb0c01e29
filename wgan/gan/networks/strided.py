"""WGAN and WGAN-GP for 64x64 anime faces (pyimagesearch). Powers of two from 8."""

import keras
from keras import layers

from wgan.gan.networks.doubling import doubling_generator, widths
from wgan.gan.networks.spec import Layers, Spec, critic, leaky


def strided(spec: Spec) -> tuple[keras.Model, keras.Model]:
    """The generator of the DCGAN, and a critic of three strided convolutions and a dense layer."""
    stack: Layers = []
    for count in (64, 128, 128):
        stack += [
            layers.Conv2D(
                count, 4, strides=2, padding="same", kernel_initializer=spec.initializer()
            ),
            *spec.norm(),
            leaky(),
        ]
    return (
        doubling_generator(spec, widths(spec, "strided", 512), last_bias=False),
        critic(spec, [*stack, layers.Flatten(), *spec.drop(), layers.Dense(1)]),
    )
