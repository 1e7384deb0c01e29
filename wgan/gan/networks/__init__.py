"""Pairs of generator and critic: each file of pairs/ is one. None of them needs Keras to be named."""

from typing import cast

from wgan.gan import found
from wgan.gan.networks import pairs
from wgan.gan.networks.spec import Pair

NAMES = found.names(pairs.__path__)


def pair(name: str) -> Pair:
    """The pair of that name."""
    return cast("Pair", found.load(pairs.__name__, name))
