"""WGAN for 28x28 digits (machinelearningmastery, WGAN from scratch)."""

from wgan.gan.networks.sizes import MultiplesOf
from wgan.gan.networks.spec import Networks, Spec

SIZES = MultiplesOf(4)


def build(spec: Spec) -> Networks:
    """A generator of two transposed convolutions, a critic of two convolutions.

    The critic's dense layer keeps Glorot's initial weights, as in the source.

    The source leaves the momentum of batch normalization at Keras's default, 0.99, but its Keras
    corrected moving averages for their start, and today's doesn't. Its fakes come from inference
    mode, which would lag a hundred steps behind and let the run diverge; so 0.9 in the generator.
    """
    from keras import layers

    from wgan.gan.networks.chain import Layers, critic, generator, leaky

    side = spec.image_size // SIZES.divisor
    filters = spec.filters(128)

    def up() -> Layers:
        return [
            layers.Conv2DTranspose(
                filters, 4, strides=2, padding="same", kernel_initializer=spec.initializer()
            ),
            layers.BatchNormalization(momentum=0.9),
            leaky(),
        ]

    def down() -> Layers:
        return [
            layers.Conv2D(
                spec.filters(64),
                4,
                strides=2,
                padding="same",
                kernel_initializer=spec.initializer(),
            ),
            *spec.norm(),
            leaky(),
        ]

    return generator(
        spec,
        [
            layers.Dense(side * side * filters, kernel_initializer=spec.initializer()),
            leaky(),
            layers.Reshape((side, side, filters)),
            *up(),
            *up(),
            layers.Conv2D(
                spec.channels,
                7,
                padding="same",
                activation="tanh",
                kernel_initializer=spec.initializer(),
            ),
        ],
    ), critic(spec, [*down(), *down(), layers.Flatten(), layers.Dense(1)])
