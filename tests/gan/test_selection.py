import itertools

import numpy as np
import pytest

from wgan.gan.selection import pixel_wasserstein


def noise(count, seed):
    return np.random.default_rng(seed).integers(0, 256, (count, 3, 3, 1), np.uint8)


def test_identity_symmetry_and_order():
    one, other = noise(6, 0), noise(6, 1)
    assert pixel_wasserstein(one, one[::-1]) == 0
    assert pixel_wasserstein(one, other) == pytest.approx(pixel_wasserstein(other, one[::-1]))


def test_a_shift_costs_its_size():
    images = np.full((5, 3, 3, 1), 100, np.uint8)
    assert pixel_wasserstein(images, images + np.uint8(51)) == pytest.approx(0.2)


def test_the_matching_is_the_best_of_all():
    one, other = noise(5, 2), noise(5, 3)
    cost = np.sqrt(np.mean((one[:, None] / 255.0 - other[None] / 255.0) ** 2, axis=(2, 3, 4)))
    best = min(cost[range(5), order].mean() for order in itertools.permutations(range(5)))
    assert pixel_wasserstein(one, other) == pytest.approx(best)


def test_collapse_and_blur_cost():
    rng = np.random.default_rng(0)
    real, fresh = (
        np.clip(rng.choice([0, 255], (60, 1, 1, 1)) + rng.normal(0, 5, (60, 4, 4, 1)), 0, 255)
        for _ in range(2)
    )
    collapsed = np.repeat(real[:1], 60, axis=0)
    assert pixel_wasserstein(fresh, real) < pixel_wasserstein(collapsed, real)
