import numpy as np
import pytest

from wgan.evaluation.surprise import Profile, Yardstick


def neighbours(rng, n, dimension=8.0, k=50):
    """Distances to the k nearest of 200 points spread evenly in so many dimensions."""
    return np.sort(rng.uniform(size=(n, 200)) ** (1 / dimension), axis=1)[:, :k]


def test_a_profile_by_hand():
    profile = Profile.of(np.array([[1.0, 2.0, 4.0], [0.0, 0.0, 0.0], [3.0, 3.0, 3.0]]))
    np.testing.assert_allclose(profile.drop, [np.log(1 / 3), 0, 0], atol=1e-12)
    np.testing.assert_allclose(profile.shape[0], np.log([2 / 4, 1, 1, 1, 1]))
    assert (Profile.of(np.ones((4, 1))).drop == 0).all()


def test_units_do_not_matter(rng):
    distance = neighbours(rng, 40)
    np.testing.assert_allclose(Profile.of(distance).drop, Profile.of(7 * distance).drop)


def test_surprise_of_real_images_is_the_log_of_their_rank(rng):
    real = neighbours(rng, 2000)
    surprise = Yardstick.of(real).surprise(neighbours(rng, 2000))
    for share in (0.5, 0.1, 0.01):
        assert np.mean(surprise >= -np.log(share)) == pytest.approx(share, rel=0.5)


def test_a_copy_surprises_more_than_any_real_image(rng):
    real, copies = neighbours(rng, 500), neighbours(rng, 20)
    copies[:, 0] = 0.02
    yardstick = Yardstick.of(real)
    assert yardstick.surprise(copies).min() > yardstick.surprise(real).max()


def test_a_rare_class_is_no_surprise_where_its_surroundings_tell(rng):
    """Ten neighbours of its own and then others, far off: usual for one in fifty, here for all."""

    def rare(n):
        near = 0.3 * np.sort(rng.uniform(size=(n, 20)) ** (1 / 8), axis=1)
        return np.concatenate([near, 1 + neighbours(rng, n)[:, :30]], axis=1)

    yardstick = Yardstick.of(np.concatenate([neighbours(rng, 980), rare(20)]))
    assert np.mean(yardstick.surprise(rare(400)) > -np.log(0.01)) < 0.05


def test_few_real_images_do(rng):
    for count in (1, 2, 30):
        yardstick = Yardstick.of(neighbours(rng, count))
        assert np.isfinite(yardstick.surprise(neighbours(rng, 5))).all()


def test_the_nearest_is_compared_with_the_next_nine():
    profile = Profile.of(np.arange(1.0, 41)[None])
    assert profile.drop[0] == pytest.approx(np.log(1 / np.arange(2, 11).mean()))


def test_what_is_usual_is_learned_from_the_others(rng):
    """Each image left out of the fit in turn, with numpy's own least squares."""
    real = neighbours(rng, 120)
    profile = Profile.of(real)
    terms = np.column_stack([np.ones(120), profile.shape])
    drop = np.maximum(profile.drop, np.quantile(profile.drop, 0.1))
    expected = []
    for out in range(120):
        rest = np.arange(120) != out
        expected.append(terms[out] @ np.linalg.lstsq(terms[rest], drop[rest], rcond=None)[0])
    yardstick = Yardstick.of(real)
    np.testing.assert_allclose(yardstick.left, profile.drop - np.minimum(expected, 0), atol=1e-9)
    few = Yardstick.of(real[:30])
    np.testing.assert_allclose(few.left[4], few_left_out(real[:30], 4), atol=1e-9)


def few_left_out(real, out):
    """Of fewer than 100 images the expectation is the mean of the others'."""
    drop = Profile.of(real).drop
    taught = np.maximum(drop, np.quantile(drop, 0.1))
    return drop[out] - min(0.0, np.delete(taught, out).mean())


def test_what_is_left_of_real_images_spreads_as_that_of_their_like(rng):
    """In sample it would spread less: with six weights from 110 images by some 9 %, in variance."""
    own, others = [], []
    for _ in range(600):
        yardstick, like = Yardstick.of(neighbours(rng, 110)), Profile.of(neighbours(rng, 110))
        terms = np.column_stack([np.ones(110), like.shape])
        own.append(yardstick.left)
        others.append(like.drop - np.minimum(terms @ yardstick.weights, 0))
    assert np.var(own) == pytest.approx(np.var(others), rel=0.05)


def test_leaks_do_not_tilt_what_is_expected(rng):
    real, others = neighbours(rng, 1000), neighbours(rng, 300)
    leaky = real.copy()
    leaky[:50, 0] = 0
    drop, shape = Profile.of(others)
    terms = np.column_stack([np.ones(300), shape])
    change = terms @ (Yardstick.of(leaky).weights - Yardstick.of(real).weights)
    assert np.abs(change).mean() < 0.15 * drop.std()
