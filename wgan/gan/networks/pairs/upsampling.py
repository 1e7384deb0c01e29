"""WGAN for all digits, 28x28, without any batch normalization (a Keras book)."""

from wgan.gan.networks.sizes import MultiplesOf
from wgan.gan.networks.spec import Networks, Spec

SIZES = MultiplesOf(4)


def build(spec: Spec) -> Networks:
    """A generator of dense layers and upsampling in tanh, a small critic that averages its map."""
    from keras import layers

    from wgan.gan.networks.chain import Layers, critic, generator, leaky

    side = spec.image_size // SIZES.divisor
    coarse = spec.filters(128)

    def dense(units: int) -> layers.Layer:
        return layers.Dense(units, activation="tanh", kernel_initializer=spec.initializer())

    def up(filters: int) -> Layers:
        return [
            layers.UpSampling2D(2),
            layers.Conv2D(
                filters,
                5,
                padding="same",
                activation="tanh",
                kernel_initializer=spec.initializer(),
            ),
        ]

    def convolution(filters: int, strides: int) -> layers.Layer:
        return layers.Conv2D(
            filters, 3, strides=strides, padding="same", kernel_initializer=spec.initializer()
        )

    down: Layers = []
    for filters in (64, 32, 16):
        down += [convolution(spec.filters(filters), 2), leaky()]
    return generator(
        spec,
        [
            dense(spec.filters(1024)),
            dense(side * side * coarse),
            layers.Reshape((side, side, coarse)),
            *up(spec.filters(64)),
            *up(spec.channels),
        ],
    ), critic(spec, [*down, convolution(1, 1), layers.GlobalAveragePooling2D()])
