"""What of a difference may be chance."""

import math

import numpy as np
import pytest
from rows import group
from scipy import stats

from wgan.comparison.chance import against_best, mean


def test_the_interval_of_a_mean_by_hand():
    told = mean([1.0, 2.0, 3.0])
    # t(0.975, 2) = 4.302653, s / sqrt(n) = 1 / sqrt(3)
    assert told.mean == 2
    assert told.half == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert str(told) == "2.000 ± 2.484"
    assert str(mean([0.5])) == "0.500"
    assert mean([]) is None


def test_differences_of_two_groups_are_students_interval():
    # with two groups Tukey's interval is the one of the t test: pooled s = 0.01, t(0.975, 4) = 2.776445
    first, second = group(1.09, 1.10, 1.11), group(1.19, 1.20, 1.21)
    half = 2.776445 * 0.01 * math.sqrt(2 / 3)
    assert against_best([first, second]) == [
        "best",
        f"worse by {0.1 - half:.3f} to {0.1 + half:.3f}",
    ]
    assert against_best([first, group(1.10, 1.12, 1.09)]) == ["best", "can't be told apart"]


def test_a_setting_that_fails_hides_no_difference_of_others():
    good, worse = group(1.105, 1.107, 1.110), group(1.140, 1.143, 1.150)
    for broken in (group(1.4, 2.2, 6.1), group(1.3, 1.5, 1.9)):
        told = against_best([good, worse, broken])[1]
        # Games and Howell: q(0.95, 3, df of Welch) * sqrt((v1 + v2) / 2)
        v1, v2 = (np.var([run.score for run in each.runs], ddof=1) / 3 for each in (good, worse))
        df = (v1 + v2) ** 2 / (v1**2 / 2 + v2**2 / 2)
        half = stats.studentized_range.ppf(0.95, 3, df) * math.sqrt((v1 + v2) / 2)
        gap = worse.score - good.score
        assert told == f"worse by {gap - half:.3f} to {gap + half:.3f}"


def test_a_single_run_says_nothing_of_chance():
    assert against_best([group(1.1)]) == ["best"]
    assert against_best([group(1.1), group(1.2)])[1] == "one run: chance unknown"
    told = against_best([group(1.1), group(1.2, 1.3)])
    assert told == ["best", "the best has one run: chance unknown"]
    told = against_best([group(1.1, 1.1), group(1.2), group(1.3, 1.3)])
    assert told == ["best", "one run: chance unknown", "worse by 0.200 to 0.200"]


def test_a_broken_setting_may_be_nearer():
    best, broken = group(1.39, 1.40, 1.41), group(1.09, 1.10, 1.11)
    half = 2.776445 * 0.01 * math.sqrt(2 / 3)
    expected = f"nearer by {0.3 - half:.3f} to {0.3 + half:.3f}, but broken"
    assert against_best([best, broken])[1] == expected
