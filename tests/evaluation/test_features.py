import numpy as np
import pytest
from scipy.spatial.distance import cdist

from wgan.evaluation.features import components


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
