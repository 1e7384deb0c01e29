import numpy as np
import pytest

from wgan.evaluation import held as holding
from wgan.evaluation.held import held, release
from wgan.evaluation.neighbours import nearest
from wgan.evaluation.pruning import pruned
from wgan.evaluation.reduced import ROUNDING, block_means
from wgan.images import to_bytes, to_float


@pytest.mark.parametrize("shape", [(16, 16, 1), (10, 13, 3), (3, 2, 1)])
@pytest.mark.parametrize("k", [1, 7, 200])
def test_pruned_is_exact_even_in_the_order_of_equals(rng, shape, k):
    """Steps of 40 grey levels and doubles make many equal distances."""
    references = (
        rng.integers(0, 4, (120, *shape)) * 40 + 30 * rng.integers(0, 3, (120, 1, 1, 1))
    ).astype(np.uint8)
    references = references[rng.integers(0, 120, 160)]
    queries = np.concatenate([references[:9], rng.integers(0, 256, (20, *shape), np.uint8)])
    found = pruned(queries, references, block_means(references), k)
    expected = nearest(queries, references, k)
    np.testing.assert_array_equal(found.distance, expected.distance)
    np.testing.assert_array_equal(found.index, expected.index)


@pytest.mark.parametrize("shape", [(16, 16, 1), (10, 13, 3), (3, 2, 1), (65, 64, 1)])
def test_block_means_bound_the_distance_of_images(rng, shape):
    one, other = (rng.integers(0, 256, (200, *shape), np.uint8) for _ in range(2))
    other[:100] = one[:100] // 2 + 60

    def between(a, b):
        return np.abs(a.astype(int) - b).reshape(len(a), -1).mean(axis=1)

    assert (between(block_means(one), block_means(other)) - ROUNDING <= between(one, other)).all()


@pytest.mark.parametrize("most", [10**9, 100])
def test_held_images_are_the_same_in_memory_and_in_a_file(rng, monkeypatch, tmp_path, most):
    monkeypatch.setattr(holding, "IN_MEMORY", most)
    monkeypatch.setattr(holding, "ROWS", 3)
    images = to_float(rng.integers(0, 256, (10, 4, 4, 1), np.uint8)) + np.float32(0.003)
    np.save(tmp_path / "x.npy", images)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    np.testing.assert_array_equal(held(mapped), to_bytes(images))
    np.testing.assert_array_equal(held(images), to_bytes(images))
    np.testing.assert_array_equal(mapped, images)
    assert isinstance(held(images), np.memmap) == (most == 100)


def test_what_was_written_into_a_private_map_is_not_released(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros(5000))
    mapped = np.load(tmp_path / "x.npy", mmap_mode="c")
    mapped[:] = 1
    release(mapped)
    assert (mapped == 1).all()


def test_bytes_are_held_as_they_are(rng):
    images = rng.integers(0, 256, (3, 2, 2, 1), np.uint8)
    assert held(images) is images
