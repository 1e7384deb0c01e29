import numpy as np
import pytest

from wgan.evaluation.swings import correlated, swing


def test_a_swing_is_the_lesser_of_fall_and_rise():
    wave = 2 + np.sin(2 * np.pi * np.arange(200) / 40)
    # a mean over 3 rows lowers the peaks a little
    assert swing(wave) == pytest.approx(2, rel=0.01)
    assert swing(np.geomspace(5, 1, 100)) == 0
    assert swing(np.concatenate([np.geomspace(5, 1, 60), np.geomspace(1, 2, 60)])) == pytest.approx(
        1, abs=0.1
    )


def test_independent_noise_does_not_swing(rng):
    assert sum(correlated(rng.normal(size=60)) for _ in range(500)) <= 5
    assert sum(swing(rng.normal(size=60)) > 0 for _ in range(500)) <= 5
    assert correlated(np.tile([1.0, -1.0], 30))
    assert not correlated(np.ones(60))
    assert not correlated(np.array([1.0, 2.0]))


def test_a_single_burst_is_no_swing(rng):
    """Rows of a hundred per cent noise, and three that are far above, then as far below, as a critic had them."""
    for _ in range(20):
        values = 3 + rng.normal(0, 2.9, 150)
        values[90:98] = 9.6, 17.8, 8.6, -2.0, 0.3, -5.2, 0.0, 9.5
        assert swing(values) == 0
