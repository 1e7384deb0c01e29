import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from wgan.gan.randomness import Stream, key


def test_draws_depend_on_seed_purpose_and_index_alone():
    draw = Stream(1, "a").normal((5,), 3)
    np.testing.assert_array_equal(draw, Stream(1, "a").normal((5,), tf.constant(3, tf.int64)))
    for other in (
        Stream(2, "a").normal((5,), 3),
        Stream(1, "b").normal((5,), 3),
        Stream(1, "a").normal((5,), 4),
    ):
        assert not np.any(np.equal(draw, other))
    one, same = (Stream(1, "a").numpy(3).random(5) for _ in range(2))
    np.testing.assert_array_equal(one, same)
    assert not np.any(one == Stream(1, "a").numpy(4).random(5))


def test_keys_are_known():
    # a change here would change every published result
    assert key(0, "weights") == 4283426181684004966


@pytest.mark.parametrize(
    ("draw", "law"),
    [
        (lambda s: s.normal((20_000,), 0), stats.norm()),
        (lambda s: s.uniform((20_000,), 0), stats.uniform()),
        (lambda s: s.uniform((20_000,), 0, -1.0, 1.0), stats.uniform(-1, 2)),
    ],
)
def test_draws_follow_their_law(draw, law):
    assert stats.kstest(draw(Stream(0, "x")).numpy(), law.cdf).pvalue > 0.01


def test_draws_on_the_host_do_not_overlap():
    # one after another they would, shifted, if the index counted Philox's blocks
    draws = np.concatenate([Stream(0, "x").numpy(index).random(1000) for index in range(4)])
    assert len(np.unique(draws)) == len(draws)
