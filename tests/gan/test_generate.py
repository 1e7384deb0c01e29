import numpy as np
import pytest
from scipy import stats

from wgan.gan import generate as module
from wgan.gan.generate import between, generate, latents, one_hot


def test_latents_follow_their_law():
    rng = np.random.default_rng(0)
    normal, uniform = latents(5000, 3, "normal", rng), latents(5000, 3, "uniform", rng)
    assert normal.dtype == uniform.dtype == np.float32
    assert stats.kstest(normal.ravel(), "norm").pvalue > 0.01
    assert stats.kstest(uniform.ravel(), stats.uniform(-1, 2).cdf).pvalue > 0.01


def test_one_hot():
    assert one_hot(np.array([2, 0]), 3).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_a_walk_keeps_its_ends_and_its_pace():
    start, end = np.array([3.0, 0.0], np.float32), np.array([0.0, 3.0], np.float32)
    path = between(start, end, 7)
    np.testing.assert_allclose(path[[0, -1]], [start, end], atol=1e-6)
    # a quarter circle: always length 3, always 15 degrees further
    np.testing.assert_allclose(np.linalg.norm(path, axis=1), 3, rtol=1e-6)
    angles = np.degrees(np.arctan2(path[:, 1], path[:, 0]))
    np.testing.assert_allclose(np.diff(angles), 15, rtol=1e-5)


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0])
def test_a_walk_between_parallel_latents_is_straight(factor):
    start = np.array([1.0, 2.0], np.float32)
    path = between(start, factor * start, 3)
    np.testing.assert_allclose(path[1], (1 + factor) / 2 * start, atol=1e-6)


def test_chunks_do_not_matter_and_images_do_not_mix(make_run, monkeypatch):
    generator = make_run().generator
    z = latents(9, 3, "normal", np.random.default_rng(0))
    whole = generate(generator, z)
    monkeypatch.setattr(module, "CHUNK", 4)
    assert np.abs(whole.astype(int) - generate(generator, z)).max() <= 1
    np.testing.assert_array_equal(whole[:1], generate(generator, z[:1]))
