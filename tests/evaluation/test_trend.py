import numpy as np
import pytest

from wgan.errors import InputError
from wgan.evaluation.history import History, read_history
from wgan.evaluation.trend import Options, overfitting, smooth, tail_slope, trend

ROWS = 200


def history(gap, *, offset=5.0, lost=0.0, estimates=True, **columns):
    """A run whose mean score gap is `gap`, of which validation images lose the share `lost`."""
    gap = np.asarray(gap, dtype=float)
    made = {
        "step": np.arange(1.0, len(gap) + 1) * 10,
        "critic_loss": -gap,
        "generator_loss": np.ones(len(gap)),
        "gradient_penalty": np.zeros(len(gap)),
        "real_score": offset + gap,
        "fake_score": np.full(len(gap), offset),
        "validation_score": offset + gap * (1 - lost),
    }
    return History(**(made | columns), estimates=estimates)


def settled(rng, rows=ROWS, level=2.0):
    return level + rng.normal(0, 0.02, rows) + 5 * np.exp(-np.arange(rows) / 10)


def verdict(run, collapse=None, **options):
    return trend(run, collapse, Options(**options)).verdict


def test_each_verdict(rng):
    flat, ramp = settled(rng), np.linspace(0, 1, ROWS)
    broken = history(flat)
    broken.generator_loss[7] = np.nan
    assert verdict(history(flat)) == "converged"
    assert verdict(history(flat * (2 - ramp))) == "still improving"
    assert verdict(history(flat * (1 + ramp))) == "critic unreliable"
    assert verdict(history(flat, lost=0.7)) == "critic unreliable"
    assert verdict(history(-flat)) == "critic unreliable"
    assert verdict(history(flat), "all alike") == "collapsed"
    assert verdict(history(np.concatenate([flat[:150], np.geomspace(2, 99, 50)]))) == "diverged"
    assert verdict(broken) == "diverged"
    assert verdict(history(flat + rng.normal(0, 2, ROWS))) == "inconclusive"
    assert verdict(history(flat[-1:])) == "inconclusive"


def test_what_is_worse_is_said_first(rng):
    flat = settled(rng)
    assert verdict(history(flat, lost=0.9), "all alike") == "critic unreliable"
    broken = history(flat, lost=0.9)
    broken.real_score[0] = np.inf
    result = trend(broken, "all alike", Options())
    assert result.verdict == "diverged"
    assert result.details()["nonfinite_steps"] == 1


def test_a_critic_of_probabilities_estimates_nothing(rng):
    run = history(settled(rng), estimates=False)
    result = trend(run, None, Options())
    assert result.verdict == "inconclusive"
    assert "no distance" in result.reasons[0]
    assert np.isnan(result.gap)
    assert result.slope is None
    assert verdict(run, "all alike") == "collapsed"


def test_the_estimate_is_the_score_gap_whatever_the_loss(rng):
    """Halved losses, penalties in them, labels turned round: only the scores count."""
    real, fake = rng.normal(3, 1, ROWS), rng.normal(1, 1, ROWS)
    for loss in (fake - real, (fake - real) / 2, fake - real + 0.7, real - fake):
        run = history(np.ones(ROWS), critic_loss=loss, real_score=real, fake_score=fake)
        np.testing.assert_allclose(run.wasserstein, real - fake)


def test_smoothing_keeps_the_level_at_the_ends():
    values = np.full(120, 3.0)
    np.testing.assert_array_equal(smooth(values), values)
    rising = np.arange(120.0)
    # of 11 values around the last one, 6 are the last one itself
    assert smooth(rising)[-1] == 119
    assert smooth(np.array([1.0, np.nan, 1.0])).tolist() == [1, 1, 1]
    assert np.isnan(smooth(np.array([np.nan]))).all()


def test_overfitting_is_the_share_of_the_gap_that_validation_loses():
    assert overfitting(history(np.ones(9), lost=0.25), slice(None)) == pytest.approx(0.25)
    assert overfitting(history(np.ones(9), lost=0.0), slice(None)) == 0
    assert np.isnan(overfitting(history(np.zeros(9)), slice(None)))


def test_slope_of_a_line_by_hand():
    step = np.arange(0.0, 400.0)
    slope = tail_slope(step, 10 - step / 100)
    assert slope.relative == pytest.approx(-3.99 / 8.005, rel=1e-6)
    assert slope.low == pytest.approx(slope.high)
    assert (slope.start, slope.end) == (pytest.approx(10), pytest.approx(10 - 3.99))
    assert slope.p < 1e-6
    assert tail_slope(step[:5], step[:5]) is None
    assert tail_slope(step, np.ones(400)).relative == 0


def test_autocorrelated_noise_is_seldom_a_trend(rng):
    """At AR(0.9) the interval misses 0 in 4 %, without its widening in 10 %, on rows in 60 %."""
    alarms, step = 0, np.arange(400.0)
    for _ in range(300):
        noise, value = np.empty(400), 0.0
        for row, shock in enumerate(rng.normal(size=400)):
            value = 0.9 * value + shock
            noise[row] = value
        slope = tail_slope(step, 100 + noise)
        alarms += not slope.low <= 0 <= slope.high
    assert alarms / 300 < 0.08


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "step,critic_loss,generator_loss,gradient_penalty,real_score,fake_score,validation_score"


def test_history_is_read_with_and_without_an_estimate(tmp_path):
    run = read_history(write(tmp_path / "a.csv", f"{HEADER}\n10,-1,2,0,3,2,2.5\n"))
    assert not run.estimates
    assert run.step.tolist() == [10]
    run = read_history(write(tmp_path / "b.csv", f"{HEADER},wasserstein\n1,-1,2,0,3,2,2.5,1\n"))
    assert run.estimates
    assert run.wasserstein.tolist() == [1]
    run = read_history(write(tmp_path / "c.csv", f"{HEADER}\n10,-1,,0,3,2,2.5\n"))
    assert run.nonfinite == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "missing"),
        ("", "no CSV table"),
        (f"{HEADER}\n", "no rows"),
        ("step,critic_loss\n1,2\n", "lacks the column generator_loss"),
        (f"{HEADER}\n1,a,2,3,4,5,6\n", "something else than numbers"),
        (f"{HEADER}\n2,1,2,3,4,5,6\n1,1,2,3,4,5,6\n", "must rise"),
        (f"{HEADER}\n,1,2,3,4,5,6\n", "must rise"),
        (f"{HEADER}\n1,1,2,3,4,5,6\n1,2,3,4,5,6,7,8,9\n", "no CSV table"),
    ],
)
def test_damaged_history_gets_one_line(tmp_path, text, message):
    path = tmp_path / "history.csv"
    if text is not None:
        write(path, text)
    with pytest.raises(InputError, match=message) as caught:
        read_history(path)
    assert "\n" not in str(caught.value)
    assert "history.csv" in str(caught.value)


def test_history_of_bytes_is_no_traceback(tmp_path):
    path = tmp_path / "history.csv"
    path.write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match="no CSV table"):
        read_history(path)
