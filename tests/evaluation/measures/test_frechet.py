import numpy as np
import pytest
from scipy.linalg import sqrtm

from wgan.evaluation.measures.frechet import MEASURE, frechet
from wgan.evaluation.sets import Sets


def test_is_the_formula_with_the_root_of_a_matrix(rng):
    left, right = rng.normal(size=(80, 5)) * np.arange(1, 6), rng.normal(1, 2, size=(60, 5))
    covariances = np.cov(left.T), np.cov(right.T)
    expected = np.square(left.mean(axis=0) - right.mean(axis=0)).sum() + np.trace(
        sum(covariances) - 2 * sqrtm(covariances[0] @ covariances[1]).real
    )
    assert frechet(left, right) == pytest.approx(expected, rel=1e-9)
    assert frechet(right, left) == pytest.approx(expected, rel=1e-9)


def test_closed_forms(rng):
    points = rng.normal(size=(50, 4))
    assert frechet(points, points) == pytest.approx(0, abs=1e-9)
    assert frechet(points, points + np.array([3, 0, 0, 4])) == pytest.approx(25)
    # deviations s and 2 s in every direction: (2 s - s)^2 each
    assert frechet(points, 2 * (points - points.mean(axis=0)) + points.mean(axis=0)) == (
        pytest.approx(points.var(axis=0, ddof=1).sum())
    )
    assert np.isnan(frechet(points, points[:1]))


def test_fewer_points_than_dimensions_are_no_trouble(rng):
    few = rng.normal(size=(5, 40))
    assert frechet(few, few) == pytest.approx(0, abs=1e-9)


def test_grows_with_noise_and_bears_constant_images(rng, blobs):
    train, unseen = blobs(rng, 80), blobs(rng, 80)
    found = [
        MEASURE.measure(
            Sets(
                np.clip(train + rng.normal(0, by, train.shape), 0, 255).astype(np.uint8),
                train,
                unseen,
                None,
                0,
            )
        )
        for by in (0, 20, 60)
    ]
    distances = [each.generated["distance"] for each in found]
    assert distances == sorted(distances)
    assert distances[0] == found[0].real["distance"]
    blank = np.zeros_like(train)
    assert MEASURE.measure(Sets(blank, blank, blank, None, 0)).generated["distance"] == 0
