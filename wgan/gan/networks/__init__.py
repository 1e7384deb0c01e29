"""Pairs of generator and critic: each file of pairs/ is one. None of them needs Keras to be named."""

from typing import cast

from wgan import found
from wgan.errors import InputError
from wgan.gan.networks import pairs
from wgan.gan.networks.spec import Pair

NAMES = found.names(pairs.__path__)


def pair(name: str) -> Pair:
    """The pair of that name."""
    return cast("Pair", found.load(pairs.__name__, name))


def refuse_side(name: str, side: int, option: str = "network") -> None:
    """Raise InputError, for `option`, if the pair takes no images of `side` x `side` pixels."""
    if side not in (sizes := pair(name).SIZES):
        raise InputError(
            f"for network {name} the side of the images must be {sizes}; "
            f"these are {side} x {side} pixels",
            option=option,
        )
