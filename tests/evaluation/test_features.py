import numpy as np
import pytest
from scipy.spatial.distance import cdist

from wgan.evaluation.features import appearance, components, edges


@pytest.mark.parametrize("shape", [(60, 12), (12, 60), (70, 90)])
def test_distances_along_the_components_are_those_of_the_decomposition(rng, shape):
    points = rng.normal(size=shape) * np.arange(1, shape[1] + 1)
    ours = components(points, 5)(points)
    left, values, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    theirs = left[:, :5] * values[:5]
    np.testing.assert_allclose(cdist(ours, ours), cdist(theirs, theirs), rtol=1e-9, atol=1e-9)


def test_there_are_no_more_components_than_the_points_have(rng):
    few = np.repeat(rng.normal(size=(4, 100)), 50, axis=0)
    assert components(few)(rng.normal(size=(7, 100))).shape == (7, 3)
    assert components(np.ones((5, 3)))(np.zeros((4, 3))).shape == (4, 0)
    # a small component is one, rounding is none
    wide = rng.normal(size=(50, 3)) * [1, 1e-2, 1e-8]
    assert components(wide)(wide).shape == (50, 2)


def test_edges_tell_the_direction_and_not_the_brightness():
    ramp = np.broadcast_to(np.arange(28, dtype=np.uint8) * 4, (1, 28, 28))[..., None]
    found = edges(ramp).reshape(49, 8)
    # darker to the left: full along 0 degrees, cos 45 of it at both sides, none from 90 on
    steep = np.sqrt(4 / 255)
    half = np.sqrt(np.sqrt(0.5) * 4 / 255)
    np.testing.assert_allclose(
        found, np.tile([steep, half, 0, 0, 0, 0, 0, half], (49, 1)), atol=1e-4
    )
    np.testing.assert_allclose(edges(ramp + 100), edges(ramp), atol=1e-6)
    turned = edges(ramp.transpose(0, 2, 1, 3)).reshape(49, 8)
    np.testing.assert_allclose(turned, np.roll(found, 2, axis=1), atol=1e-4)


@pytest.mark.parametrize("shape", [(5, 8, 8, 1), (300, 5, 5, 3), (3, 64, 64, 3)])
def test_pixels_and_edges_weigh_the_same(rng, shape):
    images = rng.integers(0, 256, shape, np.uint8)
    points = appearance(images)(images)
    # two parts, each with a mean square of 1
    assert np.square(points).sum(axis=1).mean() == pytest.approx(2)
    np.testing.assert_allclose(appearance(images)(images[:2]), points[:2], atol=1e-9)
