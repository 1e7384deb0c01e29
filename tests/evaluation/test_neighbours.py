import numpy as np
import pytest

from wgan.evaluation import neighbours
from wgan.evaluation.neighbours import Neighbours, nearest, without_self
from wgan.images import to_bytes, to_float


def images(rng, n, shape=(5, 4, 3)):
    return rng.integers(0, 256, (n, *shape), dtype=np.uint8)


def brute(queries, references, k):
    table = np.abs(queries[:, None].astype(int) - references[None].astype(int))
    table = table.reshape(len(queries), len(references), -1).mean(axis=2)
    index = np.argsort(table, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(table, index, axis=1), index


@pytest.mark.parametrize("k", [1, 3, 40, 99])
def test_equals_brute_force_across_chunks_and_threads(rng, monkeypatch, k):
    monkeypatch.setattr(neighbours, "CHUNK_BYTES", 7 * 60)
    monkeypatch.setattr(neighbours, "QUERY_ROWS", 4)
    queries, references = images(rng, 11), images(rng, 41)
    found = nearest(queries, references, k)
    distance, index = brute(queries, references, min(k, 41))
    np.testing.assert_array_equal(found.distance, distance)
    np.testing.assert_array_equal(found.index, index)


def test_a_training_image_is_its_own_neighbour_and_ties_keep_their_order(rng):
    references = images(rng, 9)[[0, 1, 2, 0, 3]]
    found = nearest(references, references, 2)
    assert (found.distance[:, 0] == 0).all()
    assert found.index[3].tolist() == [0, 3]


def test_float_references_are_rounded_as_on_saving(rng, tmp_path):
    references = to_float(images(rng, 20)) + np.float32(0.003)
    np.save(tmp_path / "x.npy", references)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    queries = images(rng, 3)
    expected = nearest(queries, to_bytes(references), 4)
    found = nearest(queries, mapped, 4)
    np.testing.assert_array_equal(found.index, expected.index)
    np.testing.assert_array_equal(found.distance, expected.distance)


def test_threads_of_opencv_are_left_as_they_were(rng):
    import cv2

    before = cv2.getNumThreads()
    nearest(images(rng, 2), images(rng, 3), 1)
    assert cv2.getNumThreads() == before


def test_without_self_drops_the_query_or_one_of_too_many_equals():
    found = Neighbours(
        np.array([[0.0, 0.0, 5.0], [0.0, 0.0, 0.0]]), np.array([[3, 7, 1], [2, 4, 5]])
    )
    rest = without_self(found, np.array([7, 9]))
    assert rest.index.tolist() == [[3, 1], [2, 4]]
    assert rest.distance.tolist() == [[0.0, 5.0], [0.0, 0.0]]
