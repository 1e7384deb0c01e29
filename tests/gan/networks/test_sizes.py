"""Sizes of images: which are in, and how a run says that one is not."""

import pytest

from wgan.errors import InputError
from wgan.gan.build import build_pair
from wgan.gan.networks.sizes import MultiplesOf, PowersOfTwo


def test_the_sizes_are_what_their_names_say():
    assert [side for side in range(-4, 14) if side in MultiplesOf(4)] == [4, 8, 12]
    assert [side for side in range(-8, 70) if side in PowersOfTwo(8)] == [8, 16, 32, 64]


@pytest.mark.parametrize(
    ("network", "side", "wanted"),
    [("compact", 30, "a multiple of 4"), ("dcgan", 28, "a power of two from 8")],
)
def test_other_sizes_are_refused(make_run, network, side, wanted):
    with pytest.raises(InputError, match=f"{network} .* {wanted}; .* {side} x {side}") as caught:
        build_pair(make_run(network=network).config, (side, side, 1), 0)
    assert caught.value.option == "network"
