import itertools

import numpy as np
import pytest
from scipy import ndimage, stats
from scipy.spatial.distance import cdist

from wgan.transport import flat, pixel_costs, pixel_wasserstein, wasserstein


def noise(count, seed):
    return np.random.default_rng(seed).integers(0, 256, (count, 3, 3, 1), np.uint8)


def test_identity_and_symmetry():
    one, other = noise(6, 0), noise(6, 1)
    assert pixel_wasserstein(one, one[::-1]) == pytest.approx(0, abs=1e-7)
    assert pixel_wasserstein(one, other) == pytest.approx(pixel_wasserstein(other, one[::-1]))


def test_a_shift_costs_its_size():
    images = np.full((5, 3, 3, 1), 100, np.uint8)
    assert pixel_wasserstein(images, images + np.uint8(51)) == pytest.approx(0.2)


def test_the_matching_is_the_best_of_all():
    one, other = noise(5, 2), noise(5, 3)
    cost = np.sqrt(np.mean((one[:, None] / 255.0 - other[None] / 255.0) ** 2, axis=(2, 3, 4)))
    best = min(cost[range(5), order].mean() for order in itertools.permutations(range(5)))
    assert pixel_wasserstein(one, other) == pytest.approx(best)


def test_on_a_line_it_is_that_of_the_sorted_points():
    one, other = np.random.default_rng(4).normal(size=(2, 40, 1))
    expected = stats.wasserstein_distance(one[:, 0], other[:, 0])
    assert wasserstein(cdist(one, other)) == pytest.approx(expected)


def test_costs_are_root_mean_squares_of_pixels_in_0_to_1():
    assert flat(np.full((1, 2, 2, 1), 255, np.uint8)).tolist() == [[1, 1, 1, 1]]
    points = np.random.default_rng(5).uniform(size=(30, 16))
    expected = cdist(points, points[::-1]) / 4
    np.testing.assert_allclose(pixel_costs(points, points[::-1]), expected, atol=1e-7)


def test_collapse_and_blur_cost():
    """Squares anywhere in the picture: fresh ones are nearer than the real ones blurred or repeated."""

    def squares(seed):
        images = np.zeros((120, 6, 6, 1), np.uint8)
        for image, (top, left) in zip(
            images, np.random.default_rng(seed).integers(0, 4, (120, 2)), strict=True
        ):
            image[top : top + 3, left : left + 3] = 255
        return images

    real, fresh = squares(0), squares(1)
    blurred = ndimage.gaussian_filter(real, (0, 2, 2, 0))
    collapsed = np.repeat(real[:1], 120, axis=0)
    cost = pixel_wasserstein(fresh, real)
    assert cost < pixel_wasserstein(blurred, real)
    assert cost < pixel_wasserstein(collapsed, real)
