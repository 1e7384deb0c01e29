import numpy as np
import pytest
from scipy import stats

from wgan.evaluation.flags import (
    benjamini_hochberg,
    conformal_p,
    copy_rate_high,
    isolation,
)
from wgan.evaluation.neighbours import Neighbours


def test_isolation_is_the_nearest_over_the_mean_of_the_rest():
    distance = np.array([[1.0, 2.0, 4.0], [0.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
    scores = isolation(Neighbours(distance, np.zeros((3, 3), dtype=int)))
    assert scores.tolist() == [1 / 3, 1.0, 0.0]
    one = isolation(Neighbours(distance[:, :1], np.zeros((3, 1), dtype=int)))
    assert one.tolist() == [1, 1, 1]


def test_conformal_p_counts_ties_against_the_image():
    p = conformal_p(np.array([0.0, 2.0, 9.0]), np.array([3.0, 1.0, 2.0]))
    assert p.tolist() == [1 / 4, 3 / 4, 1.0]


def test_conformal_p_of_exchangeable_scores_is_uniform(rng):
    p = np.array([conformal_p(rng.normal(size=1), rng.normal(size=19))[0] for _ in range(4000)])
    assert np.mean(p <= 0.1) == pytest.approx(0.1, abs=0.02)


def test_benjamini_hochberg_by_hand(rng):
    # 0.04 is above its own line, 0.05 * 3 / 4, and below that of nothing larger
    p = np.array([0.04, 0.01, 0.9, 0.02])
    assert benjamini_hochberg(p, 0.05).tolist() == [False, True, False, True]
    # a larger p below its line carries the smaller ones above theirs
    assert benjamini_hochberg(np.array([0.03, 0.05]), 0.05).all()
    for _ in range(50):
        p = rng.uniform(size=40) ** rng.uniform(1, 4)
        passing = np.nonzero(np.sort(p) <= 0.1 * np.arange(1, 41) / 40)[0]
        assert benjamini_hochberg(p, 0.1).sum() == (passing[-1] + 1 if len(passing) else 0)


def test_upper_bound_is_where_so_few_have_a_chance_of_one_in_twenty():
    for flagged, count in ((0, 1000), (3, 20), (19, 20)):
        assert stats.binom.cdf(flagged, count, copy_rate_high(flagged, count)) == pytest.approx(
            0.05
        )
    assert copy_rate_high(0, 1000) == pytest.approx(3 / 1000, rel=0.01)
    assert copy_rate_high(5, 5) == 1
