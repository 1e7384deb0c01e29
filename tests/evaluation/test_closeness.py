import numpy as np
import pytest
from scipy import stats

from wgan.evaluation.closeness import closeness


def test_auc_counts_pairs_and_halves_ties():
    result = closeness(np.array([1.0, 2.0]), np.array([2.0, 3.0, 0.0]))
    assert result.auc == pytest.approx((2 + 1.5) / 6)


def test_auc_and_z_agree_with_scipy(rng):
    near, far = rng.normal(0, 1, 60), rng.normal(0.4, 1, 80)
    result = closeness(near, far)
    test = stats.mannwhitneyu(far, near, method="asymptotic", use_continuity=False)
    assert result.auc == pytest.approx(test.statistic / (60 * 80))
    assert result.ct == pytest.approx(stats.norm.ppf(test.pvalue / 2), rel=1e-6)
    assert closeness(far, near).ct == pytest.approx(-result.ct)


def test_the_interval_covers_the_truth(rng):
    covered = 0
    for _ in range(400):
        result = closeness(rng.normal(0, 1, 50), rng.normal(1, 1, 70))
        covered += result.low <= stats.norm.cdf(1 / np.sqrt(2)) <= result.high
    assert covered / 400 == pytest.approx(0.95, abs=0.035)


def test_single_values_give_no_confidence():
    result = closeness(np.array([1.0]), np.array([2.0]))
    assert (result.auc, result.low, result.high) == (1.0, 0.0, 1.0)


def test_two_images_beside_two_are_never_sure():
    assert closeness(np.array([1.0, 2]), np.array([3.0, 4])).low < 0.5
    assert closeness(np.array([3.0, 4]), np.array([1.0, 2])).high > 0.5
    assert closeness(np.arange(50.0), 50 + np.arange(50.0)).low > 0.5
