"""The verdict of a trend, one side and the other of every threshold, from signs given outright."""

import numpy as np
import pytest

from wgan.evaluation.settings import TrendSettings
from wgan.evaluation.slope import Slope
from wgan.evaluation.trend_rules import Signs, judge

ROWS = 100


def slope(relative=0.0, low=-0.01, high=0.01, level=1.0, error=0.01, noise=0.1):
    return Slope(level, level, relative, low, high, 0.5, level, error, noise)


def said(estimate=None, overfits=False, swing=0.0, collapse=None, options=None, **of_slope):
    curve = np.ones(ROWS) if estimate is None else estimate
    signs = Signs(np.asarray(curve, float), slope(**of_slope), 0.51, overfits, swing)
    settings = TrendSettings(**(options or {}))
    return judge(np.full(ROWS, True), signs, collapse, settings, estimates=True)[0]


def test_why_there_are_no_signs():
    for estimates, why in ((True, "none of the 100 rows"), (False, "estimates no distance")):
        told = judge(np.full(ROWS, True), None, None, TrendSettings(), estimates=estimates)
        assert told[0] == "inconclusive"
        assert why in told[1][0]


def test_convergence_is_small_and_known_to_be_no_more_than_four_times_that():
    assert said(relative=0.1, low=-0.1, high=0.4) == "converged"
    assert said(relative=0.1, low=-0.1, high=0.41) == "inconclusive"
    assert said(relative=-0.1, low=-0.41, high=0.1) == "inconclusive"
    assert said(relative=0.11, low=-0.1, high=0.2) == "inconclusive"
    assert said(relative=0.5, low=-2, high=2, level=0.09, noise=0.1) == "converged", "noise of 0"
    assert said(relative=0.5, low=-2, high=2, level=0.11, noise=0.1) == "inconclusive"


def test_a_sure_change_of_more_than_a_tenth_is_one():
    assert said(relative=-0.11, low=-0.12, high=-0.1) == "still improving"
    assert said(relative=-0.09, low=-0.12, high=-0.08) == "converged"
    assert said(relative=0.11, low=0.1, high=0.12) == "critic unreliable"
    assert said(relative=0.09, low=0.08, high=0.12) == "converged"


def test_an_estimate_is_below_0_for_sure_or_not():
    assert said(level=-0.1, error=0.04) == "critic unreliable"
    assert said(level=-0.1, error=0.06) != "critic unreliable"


def test_what_validation_images_lose():
    assert said(overfits=True) == "critic unreliable"
    assert said(overfits=False) == "converged"


def test_swings():
    assert said(swing=0.51) == "unstable"
    assert said(swing=0.49) == "converged"


@pytest.mark.parametrize(("times", "verdict"), [(3.1, "diverged"), (2.9, "converged")])
def test_the_end_beside_the_median(times, verdict):
    assert said(np.where(np.arange(ROWS) < 80, 1, times)) == verdict


@pytest.mark.parametrize(("times", "verdict"), [(3.1, "diverged"), (2.9, "converged")])
def test_the_end_beside_the_lowest_level(times, verdict):
    assert said(np.where(np.arange(ROWS) < 40, 1, times)) == verdict


def test_the_first_tenth_is_no_level():
    assert said(np.where(np.arange(ROWS) < 10, 0.01, 1)) == "converged"


def test_one_low_stretch_may_be_chance():
    rows = np.arange(ROWS)
    assert said(np.where((rows >= 41) & (rows < 45), 0.01, 1)) == "converged"
    assert said(np.where((rows >= 41) & (rows < 60), 0.01, 1)) == "diverged"


def test_the_options_are_read():
    high_end = np.where(np.arange(ROWS) < 80, 1, 3.1)
    assert said(high_end, options={"divergence": 3.2}) == "converged"
    assert said(relative=-0.11, low=-0.12, high=-0.1, options={"flat": 0.12}) == "converged"
    assert said(relative=0.11, low=0.1, high=0.12, options={"flat": 0.12}) == "converged"
    assert said(relative=0.09, low=-0.1, high=0.1, options={"flat": 0.08}) == "inconclusive"


def test_one_high_block_at_the_end_is_no_divergence():
    assert said(np.where(np.arange(ROWS) < 97, 1, 9)) == "converged"


def test_more_than_a_tenth_of_broken_rows_is_no_recovery():
    finite = np.full(100, True)
    finite[20:30] = False
    signs = Signs(np.ones(90), slope(), 0.0, False, 0.0)
    assert judge(finite, signs, None, TrendSettings(), estimates=True)[0] == "converged"
    finite[30] = False
    assert judge(finite, signs, None, TrendSettings(), estimates=True)[0] == "diverged"


def test_the_level_is_looked_at_after_a_tenth_of_the_run():
    rows = np.arange(100)
    assert said(np.where((rows >= 10) & (rows < 27), 0.2, 1)) == "diverged"


@pytest.mark.parametrize(("end", "diverged"), [(5.5, True), (4.5, False)])
def test_an_estimate_below_half_its_height_has_come_down_again(end, diverged):
    rows = np.arange(100)
    course = np.where(rows < 40, 1, np.where(rows < 80, 10, end))
    assert (said(course, options={"divergence": 3}) == "diverged") == diverged
