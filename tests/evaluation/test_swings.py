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
