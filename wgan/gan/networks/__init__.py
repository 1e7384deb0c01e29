"""Pairs of generator and critic, one readable file each, by name."""

from wgan.gan.networks.compact import compact
from wgan.gan.networks.dcgan import dcgan
from wgan.gan.networks.narrow import narrow
from wgan.gan.networks.spec import Pair, Spec
from wgan.gan.networks.strided import strided
from wgan.gan.networks.transposed import transposed
from wgan.gan.networks.upsampling import upsampling
from wgan.gan.networks.wide import wide

PAIRS: dict[str, Pair] = {
    "compact": compact,
    "transposed": transposed,
    "upsampling": upsampling,
    "strided": strided,
    "dcgan": dcgan,
    "wide": wide,
    "narrow": narrow,
}

__all__ = ["PAIRS", "Pair", "Spec"]
