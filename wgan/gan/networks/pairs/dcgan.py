"""DCGAN for 64x64 (Foster, Generative Deep Learning 2e, ch. 4)."""

from wgan.gan.networks.sizes import PowersOfTwo
from wgan.gan.networks.spec import Networks, Spec

SIZES = PowersOfTwo(8)


def build(spec: Spec) -> Networks:
    """No biases; batch normalization in both networks, dropout in the critic.

    The source's discriminator ends in a sigmoid. This one doesn't: its scores are logits, and the
    objective takes the cross-entropy of them.
    """
    from wgan.gan.networks.doubling import doubling_generator, halving_critic, widths

    filters = widths(spec, 512)
    return (
        doubling_generator(spec, filters, last_bias=False),
        halving_critic(spec, filters, bias=False, dropout_from=0),
    )
