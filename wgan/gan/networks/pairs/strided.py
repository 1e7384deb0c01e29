"""WGAN and WGAN-GP for 64x64 anime faces (pyimagesearch)."""

from wgan.gan.networks.sizes import PowersOfTwo
from wgan.gan.networks.spec import Networks, Spec

SIZES = PowersOfTwo(8)


def build(spec: Spec) -> Networks:
    """The generator of the DCGAN, and a critic of three strided convolutions and a dense layer."""
    from keras import layers

    from wgan.gan.networks.chain import Layers, critic, leaky
    from wgan.gan.networks.doubling import doubling_generator, widths

    stack: Layers = []
    for count in (64, 128, 128):
        stack += [
            layers.Conv2D(
                spec.filters(count),
                4,
                strides=2,
                padding="same",
                kernel_initializer=spec.initializer(),
            ),
            *spec.norm(),
            leaky(),
        ]
    return (
        doubling_generator(spec, widths(spec, 512), last_bias=False),
        critic(spec, [*stack, layers.Flatten(), *spec.drop(), layers.Dense(1)]),
    )
