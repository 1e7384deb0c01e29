"""Distances along the directions in which neighbours differ."""

import numpy as np

from wgan.evaluation.local import COMPANY, local_distances


def plane(rng, count):
    """Points in a plane of 40 dimensions, nearest to the origin first, and the plane's base."""
    points = rng.normal(size=(count, 2))
    points = points[np.argsort(np.linalg.norm(points, axis=1))]
    base, _ = np.linalg.qr(rng.normal(size=(40, 2)))
    return points, base


def test_what_lies_across_the_neighbours_does_not_count(rng):
    """The image asked about is at the origin, whose distance from the plane is 3."""
    points, base = plane(rng, 30)
    across = rng.normal(size=40)
    across -= base @ (base.T @ across)
    rests = points @ base.T + 3 * across / np.linalg.norm(across)
    found = local_distances(rests[None].astype(np.float32))[0]
    np.testing.assert_allclose(found, np.linalg.norm(points, axis=1), rtol=1e-4)


def test_noise_moves_a_copy_much_less_than_its_distance_says(rng):
    points, base = plane(rng, 30)
    rests = (points - points[0]) @ base.T + 0.1 * rng.normal(size=40)
    far = np.linalg.norm(rests, axis=1)
    near = local_distances(rests[None].astype(np.float32))[0]
    assert far[0] > 0.5
    assert near[0] < 0.3


def test_few_and_equal_neighbours_give_numbers(rng):
    for rests in (
        np.ones((2, 1, 9)),
        np.ones((2, COMPANY + 3, 9)),
        np.zeros((1, 4, 3)),
        rng.normal(size=(3, 2, 50)),
    ):
        found = local_distances(rests.astype(np.float32))
        assert found.shape == rests.shape[:2]
        assert np.isfinite(found).all()


def test_only_the_greatest_directions_of_the_nearest_count(rng):
    """Beside numpy's own singular vectors, with variances from 81 down to a ninth."""
    rests = rng.normal(size=(1, 30, 40)) * np.geomspace(9, 1 / 3, 40)
    company = rests[0, :10] - rests[0, :10].mean(axis=0)
    axes = np.linalg.svd(company, full_matrices=False)[2][:6]
    expected = np.linalg.norm(rests[0] @ axes.T, axis=1)
    np.testing.assert_allclose(local_distances(rests.astype(np.float32))[0], expected, rtol=1e-3)
