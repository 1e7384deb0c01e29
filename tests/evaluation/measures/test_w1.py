import numpy as np
import pytest
from scipy.spatial.distance import cdist

from wgan.evaluation.measure import ratio
from wgan.evaluation.measures.w1 import w1, w1_ratio
from wgan.evaluation.sets import Sets
from wgan.transport import pixel_wasserstein


def measure(made, train, unseen):
    whole, error = w1_ratio(cdist(made, unseen), cdist(train, unseen))
    return ratio(*whole), error


def test_the_ratio_is_one_for_real_images_and_has_an_honest_error(rng):
    ratios, errors = zip(
        *(measure(*(rng.normal(size=(60, 3)) for _ in range(3))) for _ in range(40)),
        strict=True,
    )
    assert np.mean(ratios) == pytest.approx(1, abs=0.05)
    assert 0.7 < np.mean(errors) / np.std(ratios) < 1.5


def test_real_images_at_no_distance_give_no_ratio_and_few_images_no_error(rng):
    assert np.isnan(measure(*np.ones((3, 4, 2)))[0])
    assert np.isnan(measure(*rng.normal(size=(3, 9, 2)))[1])


def test_it_is_measured_in_pixels(rng, blobs):
    made, train, unseen = (blobs(rng, 12) for _ in range(3))
    found = w1(Sets(made, train, unseen, None, 0))
    assert found.generated["distance"] == pytest.approx(pixel_wasserstein(made, unseen))
    assert found.real["distance"] == pytest.approx(pixel_wasserstein(train, unseen))
    told = found.extra["w1_ratio"]["ratio"]
    assert told == pytest.approx(pixel_wasserstein(made, unseen) / pixel_wasserstein(train, unseen))


def test_the_error_does_not_hang_on_the_order_of_classes(rng):
    """Ten classes that take turns: groups of every fifth image would each be two of them."""
    centres = 5 * rng.normal(size=(10, 3))

    def some():
        return centres[np.arange(200) % 10] + rng.normal(size=(200, 3))

    made, train, unseen = some(), some(), some()
    shuffled = rng.permutation(200)
    error = measure(made, train, unseen)[1]
    assert error < 2 * measure(made[shuffled], train[shuffled], unseen[shuffled])[1]
    assert error < 0.05
