"""Near-duplicates: exact chances, kind by kind."""

from math import comb

import numpy as np
import pytest

from wgan.evaluation.near_duplicates import excess_p, surroundings


def flags(count, of):
    return np.arange(of) < count


def excess(pairs):
    """p of (hits, of, base hits, of) of each kind."""
    ours = np.concatenate([flags(hits, of) for hits, of, _, _ in pairs])
    base = np.concatenate([flags(hits, of) for _, _, hits, of in pairs])
    kinds = np.repeat(np.arange(len(pairs)), [pair[1] for pair in pairs])
    base_kinds = np.repeat(np.arange(len(pairs)), [pair[3] for pair in pairs])
    return excess_p(ours, kinds, base, base_kinds)


def test_of_one_kind_it_is_fishers_exact_test():
    assert excess([(0, 10, 0, 10)]) == 1
    assert excess([(3, 10, 0, 30)]) == pytest.approx(comb(10, 3) / comb(40, 3))
    assert excess([(10, 1000, 10, 1000)]) > 0.5


def test_kinds_add_up():
    """Two coins of a third and a fifth: both hits are ours."""
    assert excess([(1, 10, 0, 20), (1, 10, 0, 40)]) == pytest.approx(1 / 3 * 1 / 5)
    # of one in each kind at least one
    one = excess([(1, 10, 0, 20), (0, 10, 1, 40)])
    assert one == pytest.approx(1 / 3), "a kind in which we have no hit says nothing for us"


def test_more_images_of_a_plain_kind_are_no_sign():
    """A third of the plain ones are near-duplicates, whoever made them; we have many, real ones are few."""
    assert excess([(50, 150, 9, 26), (0, 150, 0, 1274)]) > 0.3
    assert excess([(59, 1576, 0, 0)]) == 1, "without any to compare with"
    assert excess([(50, 300, 9, 1300)]) < 1e-9, "which all taken together would seem to be"


def test_the_rate_of_false_alarms_is_kept_whatever_the_mixture(rng):
    alarms = 0
    for _ in range(1000):
        kinds, base_kinds = rng.integers(0, 2, 200), (rng.random(400) < 0.1).astype(int)
        rates = np.array([0.01, 0.3])
        hits, base = rng.random(200) < rates[kinds], rng.random(400) < rates[base_kinds]
        alarms += excess_p(hits, kinds, base, base_kinds) < 0.05
    assert alarms / 1000 < 0.05 + 3 * np.sqrt(0.05 / 1000)


def test_kinds_are_ratios_of_the_distance_to_the_company():
    far = surroundings(np.array([0.0, 0.5, 1.0, 10.0, 12.5, 20.0]), 2.0)
    assert far[0] == far[1] == far[2] == 0
    assert far[4] == far[3] + 1
    assert far[5] == far[3] + 3
