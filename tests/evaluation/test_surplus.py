"""More near images than chance gives: exact chances, and that they are kept."""

from math import comb

import numpy as np
import pytest

from wgan.evaluation.scores import Scores
from wgan.evaluation.surplus import LEVEL, surplus


def scores(surprises, sources=None, own=None):
    """Nothing but surprises, one way a column, each image at a training image of its own."""
    ways = np.atleast_2d(np.asarray(surprises, float).T).T
    rows = np.arange(len(ways))
    sources = rows if sources is None else np.asarray(sources)
    nothing = dict.fromkeys(Scores._fields, np.zeros(len(ways)))
    own = np.full(len(ways), -1) if own is None else np.asarray(own)
    told = {"surprises": ways, "sources": np.stack([sources] * ways.shape[1], axis=1), "own": own}
    return Scores(**(nothing | told))


def one_way(images, real, sources=None):
    return surplus(scores(images, sources), scores(real))


def test_the_chance_is_that_of_the_first_places():
    """Of 50 real images the first counts: three of 50 others before it take the first three of 100 places."""
    real = np.linspace(0, 1, 50)
    found = one_way([2, 2, 2] + [0] * 47, real)
    assert (found.seen, found.expected) == (3, 1)
    assert found.p == pytest.approx(comb(50, 3) / comb(100, 3))
    # of 100 real ones two count: at least four of the first five
    found = one_way([2, 2, 2, 2] + [0] * 46, np.linspace(0, 1, 100))
    fives = comb(50, 4) * comb(100, 1) + comb(50, 5)
    assert found.p == pytest.approx(fives / comb(150, 5))


def test_ties_are_no_sign():
    found = one_way(np.zeros(300), np.zeros(1000))
    assert (found.seen, found.p) == (0, 1)
    assert one_way([1.0] * 30 + [0] * 270, [1.0] * 100 + [0] * 900).seen == 0


def test_many_images_at_one_training_image_are_one():
    real, images = np.linspace(0, 1, 500), [2] * 40 + [0] * 460
    assert one_way(images, real).sure
    assert one_way(images, real, np.minimum(np.arange(500) // 40, 1)).seen == 1


def test_training_images_that_are_each_others_nearest_are_one():
    """Of 100 left-out ones the first four are two pairs: two of 50 + 50, as independent as can be promised."""
    images, real = scores([2, 2, 2] + [0] * 47), np.linspace(1, 0, 200)
    sources = np.arange(200) ^ 1
    unseen = surplus(images, scores(real, sources))
    pairs = surplus(images, scores(real, sources, np.arange(200)))
    singles = surplus(images, scores(real, np.arange(200) + 200, np.arange(200)))
    assert unseen.expected == pytest.approx(50 * 4 / 200)
    assert pairs.expected == pytest.approx(50 * 2 / 100)
    assert singles.expected == pytest.approx(50 * 4 / 100)
    chance = [comb(50, 3) * comb(100, 1) + comb(50, 4), comb(150, 4)]
    assert pairs.p == pytest.approx(chance[0] / chance[1])


def test_the_best_of_several_ways_pays_for_all():
    real, near = np.linspace(0, 1, 500), np.array([2.0] * 30 + [0.0] * 470)
    alone = one_way(near, real)
    both = surplus(scores(np.stack([np.zeros(500), near], 1)), scores(np.stack([real, real], 1)))
    assert (both.seen, both.p) == (alone.seen, pytest.approx(2 * alone.p))


def test_the_surest_way_counts_with_its_own_sources_and_numbers():
    """By the second way fewer images are near, but of real ones fewer, too: those at the limit are equal."""
    rows, real = np.arange(400), np.linspace(0, 1, 500)
    tied = np.where(np.arange(500) < 60, 1.0, 0.0)
    images = np.stack([np.where(rows < 30, 2.0, 0.0), np.where(rows < 25, 2.0, 0.0)], axis=1)
    sources = np.stack([rows // 30, rows], axis=1)
    near = scores(images)._replace(sources=sources)
    found = surplus(near, scores(np.stack([real, real], axis=1)))
    assert (found.seen, found.expected) == (25, 8)
    found = surplus(
        near._replace(sources=np.stack([rows, rows], 1)), scores(np.stack([tied, real], axis=1))
    )
    assert (found.seen, found.expected) == (25, 8)


def test_images_like_real_ones_are_called_as_seldom_as_promised(rng):
    runs = 3000
    alarms = sum(one_way(rng.random(60), rng.random(200)).sure for _ in range(runs))
    # three standard errors
    assert alarms / runs < LEVEL + 3 * np.sqrt(LEVEL / runs)


def test_five_percent_among_the_nearest_half_percent_show(rng):
    real = rng.random(1000)
    images = np.concatenate([np.full(15, 0.996), rng.random(285)])
    assert one_way(images, real).sure


def test_left_out_images_in_close_pairs_cause_no_alarms(rng):
    """The two of a pair are as surprising as each other: each rare accident comes twice."""
    runs, alarms = 3000, 0
    for _ in range(runs):
        real = np.repeat(rng.random(100), 2)
        pairs = scores(real, np.arange(200) ^ 1, np.arange(200))
        alarms += surplus(scores(rng.random(60)), pairs).sure
    assert alarms / runs < LEVEL + 3 * np.sqrt(LEVEL / runs)
