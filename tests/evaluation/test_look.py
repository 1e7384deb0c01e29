"""A search of a large set finds what one of a small set does."""

import numpy as np
import pytest

from wgan.evaluation import look, tolerance
from wgan.evaluation.look import Look
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
