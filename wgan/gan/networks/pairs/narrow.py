"""Conditional WGAN-GP for 64x64 faces (Foster, Generative Deep Learning 2e, ch. 4)."""

from wgan.gan.networks.sizes import PowersOfTwo
from wgan.gan.networks.spec import Networks, Spec

SIZES = PowersOfTwo(8)


def build(spec: Spec) -> Networks:
    """As wide, with at most 128 filters in a layer."""
    from wgan.gan.networks.doubling import doubling_generator, halving_critic, widths

    filters = widths(spec, 128)
    return (
        doubling_generator(spec, filters, last_bias=True),
        halving_critic(spec, filters, bias=True, dropout_from=1),
    )
