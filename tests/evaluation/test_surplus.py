"""More near images than chance gives: exact chances, and that they are kept."""

from math import comb

import numpy as np
import pytest

from wgan.evaluation.surplus import LEVEL, surplus


def one_way(images, real, sources=None):
    images, real = np.asarray(images, float)[:, None], np.asarray(real, float)[:, None]
    sources = np.arange(len(images)) if sources is None else np.asarray(sources)
    return surplus(images, sources[:, None], real)


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


def test_many_images_at_one_training_image_are_one():
    real, images = np.linspace(0, 1, 500), [2] * 40 + [0] * 460
    assert one_way(images, real).sure
    assert one_way(images, real, np.minimum(np.arange(500) // 40, 1)).seen == 1


def test_the_best_of_several_ways_pays_for_all():
    real, near = np.linspace(0, 1, 500), np.array([2.0] * 30 + [0.0] * 470)
    alone = one_way(near, real)
    both = surplus(
        np.stack([np.zeros(500), near], axis=1),
        np.stack([np.arange(500)] * 2, axis=1),
        np.stack([real, real], axis=1),
    )
    assert (both.seen, both.p) == (alone.seen, pytest.approx(2 * alone.p))


def test_images_like_real_ones_are_called_as_seldom_as_promised(rng):
    runs = 3000
    alarms = sum(one_way(rng.random(60), rng.random(200)).sure for _ in range(runs))
    # three standard errors
    assert alarms / runs < LEVEL + 3 * np.sqrt(LEVEL / runs)


def test_five_percent_among_the_nearest_half_percent_show(rng):
    real = rng.random(1000)
    images = np.concatenate([np.full(15, 0.996), rng.random(285)])
    assert one_way(images, real).sure
