"""Conditional WGAN-GP for 64x64 faces (Foster, Generative Deep Learning 2e, ch. 4).

Powers of two from 8.
"""

import keras

from wgan.gan.networks.doubling import doubling_generator, halving_critic, widths
from wgan.gan.networks.spec import Spec


def narrow(spec: Spec) -> tuple[keras.Model, keras.Model]:
    """As wide, with at most 128 filters in a layer."""
    filters = widths(spec, "narrow", 128)
    return (
        doubling_generator(spec, filters, last_bias=True),
        halving_critic(spec, filters, bias=True, dropout_from=1),
    )
