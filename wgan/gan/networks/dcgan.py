"""DCGAN for 64x64 (Foster, Generative Deep Learning 2e, ch. 4). Powers of two from 8."""

import keras

from wgan.gan.networks.doubling import doubling_generator, halving_critic, widths
from wgan.gan.networks.spec import Spec


def dcgan(spec: Spec) -> tuple[keras.Model, keras.Model]:
    """No biases; batch normalization in both networks, dropout in the critic.

    The source's discriminator ends in a sigmoid. This one doesn't: its scores are logits, and the
    objective takes the cross-entropy of them.
    """
    filters = widths(spec, "dcgan", 512)
    return (
        doubling_generator(spec, filters, last_bias=False),
        halving_critic(spec, filters, bias=False, dropout_from=0),
    )
