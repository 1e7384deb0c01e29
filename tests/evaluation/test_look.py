"""A search of a large set finds what one of a small set does."""

import numpy as np
import pytest

from wgan.evaluation import look, tolerance
from wgan.evaluation.look import Look, Scale
from wgan.evaluation.tolerance import Tolerance


@pytest.mark.parametrize("own", [None, np.arange(10)])
def test_the_ways_of_large_sets(rng, pictures, monkeypatch, own):
    train = pictures(rng, 300)
    queries = train[:10] if own is not None else pictures(rng, 10)
    small = Look(train, 12, Tolerance(1, mirror=False), 30).search(queries, own)
    monkeypatch.setattr(look, "WORTH", 0)
    monkeypatch.setattr(tolerance, "EXHAUSTIVE", 0)
    large = Look(train, 12, Tolerance(1, mirror=False), 30).search(queries, own)
    np.testing.assert_array_equal(small.plain.index, large.plain.index)
    np.testing.assert_array_equal(small.plain.distance, large.plain.distance)
    assert small.tolerant.index.shape == large.tolerant.index.shape == (10, 12)
    assert (large.tolerant.distance[:, 0] <= large.plain.distance[:, 0]).all()


@pytest.fixture
def parts(rng, pictures):
    """Unseen images, and more of the training images, each left out."""
    train, unseen = pictures(rng, 150), pictures(rng, 40)
    found, own = Look(train, 12, Tolerance(1, mirror=False), 160), np.arange(20, 140)
    return found.search(unseen), found.search(train[own], own, unseen)


def test_a_part_is_that_of_its_images_in_every_way(parts):
    _, beside = parts
    rows = np.array([5, 0, 7])
    some = beside.part(rows)
    assert some.ways == [some.tolerant, some.aligned, some.local, some.blended]
    for name in ("plain", "tolerant", "aligned", "local", "blended", "unseen"):
        ours, all_of_them = getattr(some, name), getattr(beside, name)
        np.testing.assert_array_equal(ours.distance, all_of_them.distance[rows])
        np.testing.assert_array_equal(ours.index, all_of_them.index[rows])
    np.testing.assert_array_equal(some.own, [25, 20, 27])


def test_real_images_are_scored_in_their_order_by_what_the_others_teach(parts):
    scale = Scale(list(parts))
    real = scale.real
    distance = np.concatenate([part.tolerant.distance[:, 0] for part in parts])
    np.testing.assert_array_equal(real.distance, distance)
    assert real.own.tolist() == [-1] * 40 + list(range(20, 140))
    again = np.concatenate([scale.score(part).surprises for part in parts])
    assert (real.surprises != again).any(axis=0).all(), "in sample they are others"
    for own, fitted in zip(real.surprises.T, again.T, strict=True):
        assert np.corrcoef(own, fitted)[0, 1] > 0.9
    assert np.isnan(real.by_unseen[:40]).all()
    assert np.isfinite(real.by_unseen[40:]).all()


def test_the_most_surprising_way_counts(parts):
    scores = Scale(list(parts)).real._replace(
        surprises=np.array([[0.0, 9.0], [5.0, 1.0]]), sources=np.array([[3, 4], [7, 8]])
    )
    assert scores.surprise.tolist() == [9, 5]
    assert scores.source.tolist() == [4, 7]
