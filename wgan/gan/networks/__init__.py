"""Pairs of generator and critic, one readable file each, by name."""

from wgan.gan.networks.compact import compact
from wgan.gan.networks.spec import Pair, Spec

PAIRS: dict[str, Pair] = {
    "compact": compact,
}

__all__ = ["PAIRS", "Pair", "Spec"]
