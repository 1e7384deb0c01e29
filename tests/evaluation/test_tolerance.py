import numpy as np
import pytest

from wgan.evaluation.neighbours import nearest
from wgan.evaluation.tolerance import Tolerance, View, affordable, move, tolerant


def images(rng, n, shape=(6, 5, 2)):
    return rng.integers(0, 256, (n, *shape), dtype=np.uint8)


def test_views_begin_with_the_image_itself_and_are_all_different():
    assert Tolerance().views() == [View(0, 0, mirror=False)]
    views = Tolerance(2, mirror=True).views()
    assert views[0] == View(0, 0, mirror=False)
    assert len(set(views)) == len(views) == 50


def test_move_goes_down_and_right_and_repeats_the_border(rng):
    image = images(rng, 1)
    moved = move(image, View(1, 2, mirror=False))
    np.testing.assert_array_equal(moved[0, 1:, 2:], image[0, :-1, :-2])
    np.testing.assert_array_equal(moved[0, 0, 2:], image[0, 0, :-2])
    np.testing.assert_array_equal(moved[0, 1:, 0], image[0, :-1, 0])
    np.testing.assert_array_equal(move(image, View(0, 0, mirror=True))[0], image[0, :, ::-1])


@pytest.mark.parametrize("exhaustive", [True, False])
@pytest.mark.parametrize("mirror", [False, True])
def test_equals_the_least_distance_over_all_views(rng, mirror, exhaustive):
    """With k as large as the references all are candidates, so that both ways are exact."""
    tolerance = Tolerance(1, mirror)
    queries, references = images(rng, 5), images(rng, 13)
    k = 4 if exhaustive else 13
    plain = nearest(queries, references, k)
    found = tolerant(queries, references, plain, tolerance, exhaustive=exhaustive)
    moved = np.stack([move(queries, view) for view in tolerance.views()], axis=1).astype(int)
    table = np.abs(moved[:, :, None] - references.astype(int)).mean(axis=(3, 4, 5)).min(axis=1)
    index = np.argsort(table, axis=1, kind="stable")[:, :k]
    np.testing.assert_array_equal(found.index, index)
    np.testing.assert_allclose(found.distance, np.take_along_axis(table, index, axis=1))


def test_candidates_hold_the_source_of_a_moved_copy(rng, blobs):
    references = blobs(rng, 400)
    sources = references[:50]
    for view in (View(1, 0, mirror=False), View(0, -1, mirror=True)):
        queries = move(sources, view)
        plain = nearest(queries, references, 10)
        found = tolerant(queries, references, plain, Tolerance(1, mirror=True), exhaustive=False)
        near = found.index[:, 0] == np.arange(50)
        assert near.mean() > 0.9
        assert (np.diff(found.distance, axis=1) >= 0).all()


def test_no_tolerance_changes_nothing_and_costs_nothing(rng):
    plain = nearest(images(rng, 2), images(rng, 3), 2)
    assert tolerant(images(rng, 2), images(rng, 3), plain, Tolerance(), exhaustive=True) is plain
    assert affordable(10**6, 10**6, 10**6, Tolerance())
    assert not affordable(10**4, 6 * 10**4, 784, Tolerance(1))
    assert affordable(5500, 3500, 784, Tolerance(1))
