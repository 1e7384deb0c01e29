import numpy as np
import pytest

from wgan.errors import InputError
from wgan.evaluation.history import History, read_history
from wgan.evaluation.settings import TrendSettings
from wgan.evaluation.trend import curves, overfitting, smooth, trend
from wgan.history import ESTIMATES, ESTIMATES_DISTANCE, MEASURED, STEP

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
        "wasserstein": gap if estimates else np.full(len(gap), np.nan),
        "validation_wasserstein": gap * (1 - lost) if estimates else np.full(len(gap), np.nan),
        "gradient_norm": np.full(len(gap), np.nan),
        "distance": np.full(len(gap), np.nan),
    }
    return History(**(made | columns), estimates=estimates)


def settled(rng, rows=ROWS, level=2.0):
    return level + rng.normal(0, 0.02, rows) + 5 * np.exp(-np.arange(rows) / 10)


def verdict(run, collapse=None, **options):
    return trend(run, collapse, TrendSettings(**options)).verdict


def test_each_verdict(rng):
    flat, ramp = settled(rng), np.linspace(0, 1, ROWS)
    assert verdict(history(flat)) == "converged"
    assert verdict(history(flat * (2 - ramp))) == "still improving"
    assert verdict(history(flat * (1 + ramp))) == "critic unreliable"
    assert verdict(history(flat, lost=0.7)) == "critic unreliable"
    assert verdict(history(-flat)) == "critic unreliable"
    assert verdict(history(flat), "all alike") == "collapsed"
    assert verdict(history(np.concatenate([flat[:150], np.geomspace(2, 99, 50)]))) == "diverged"
    assert verdict(history(np.concatenate([flat[:60], 50 * flat[60:]]))) == "diverged"
    waves = 1 + 0.8 * np.sin(np.arange(ROWS))
    assert verdict(history(flat * waves)) == "unstable"
    assert verdict(history(flat + rng.normal(0, 1, ROWS))) == "inconclusive"
    assert verdict(history(flat[-1:])) == "inconclusive"


def test_a_critic_that_lost_track_and_came_back_has_not_diverged(rng):
    """As at n_critic 1: nearly 0 early, then high, then down; but not a rise that lasts."""
    course = np.interp(np.linspace(0, 1, ROWS), [0, 0.1, 0.2, 0.45, 1], [4, 1, 0.1, 2, 0.8])
    noise = rng.normal(0, 0.02, ROWS)
    assert verdict(history(course + noise)) == "still improving"
    lasting = np.where(np.arange(ROWS) < 0.45 * ROWS, course, 2) + noise
    assert verdict(history(lasting)) == "diverged"


def test_what_is_worse_is_said_first(rng):
    flat = settled(rng)
    assert verdict(history(flat, lost=0.9), "all alike") == "critic unreliable"
    broken = history(flat, lost=0.9)
    broken.real_score[-1] = np.inf
    result = trend(broken, "all alike", TrendSettings())
    assert result.verdict == "diverged"
    assert result.details()["nonfinite_rows"] == 1


def test_a_run_that_recovers_from_a_row_without_numbers_is_judged_by_the_rest(rng):
    run = history(settled(rng))
    run.wasserstein[150] = run.real_score[150] = np.nan
    result = trend(run, None, TrendSettings())
    assert result.verdict == "converged"
    assert "1 of 200 rows" in result.reasons[-1]
    run.generator_loss[20:45] = np.nan  # more than a tenth
    assert trend(run, None, TrendSettings()).verdict == "diverged"


def test_the_estimate_is_judged_in_units_of_distance(rng):
    """A clipped critic whose slope halves while the images stay as far as they are."""
    slope = np.append(np.ones(ROWS // 2), np.geomspace(1, 0.5, ROWS // 2))
    seen = np.where(np.arange(ROWS) % 10 == 9, slope, np.nan)
    gap = settled(rng) * slope
    assert verdict(history(gap)) == "still improving"
    run = history(gap, gradient_norm=seen, distance=gap / seen)
    assert verdict(run) == "converged"
    found = trend(run, None, TrendSettings())
    assert found.distance == pytest.approx(2, abs=0.1)
    steps, fitted = found.line
    np.testing.assert_allclose(fitted, gap[-len(steps) :], rtol=0.06)  # drawn where the gaps are


def test_an_estimate_within_its_noise_of_0_has_converged(rng):
    noise = rng.normal(0.05, 0.1, ROWS)
    assert verdict(history(noise)) == "converged"
    assert verdict(history(noise - 0.2)) == "critic unreliable"  # surely below 0


def test_a_clear_change_is_told_though_its_size_is_not_known_exactly(rng):
    ramp = np.clip(np.linspace(-1, 1, ROWS), 0, 1)
    noise = rng.normal(0, 0.1, ROWS)
    result = trend(history((2 + noise) * (1 - 0.15 * ramp)), None, TrendSettings())
    assert result.verdict == "still improving"
    assert result.slope.low < -0.15 < result.slope.high < 0


def test_a_critic_of_probabilities_estimates_nothing(rng):
    run = history(settled(rng), estimates=False)
    result = trend(run, None, TrendSettings())
    assert result.verdict == "inconclusive"
    assert "no distance" in result.reasons[0]
    assert np.isnan(result.gap)
    assert result.slope is None
    assert verdict(run, "all alike") == "collapsed"


def test_the_estimates_drawn_are_the_running_medians_of_the_columns(rng):
    """Of the validation estimate itself: a difference of two medians is another curve."""
    estimate, held_out = rng.exponential(size=(2, ROWS))
    run = history(np.ones(ROWS), wasserstein=estimate, validation_wasserstein=held_out)
    drawn = curves(run, trend(run, None, TrendSettings()))
    window = 17  # a twelfth of the rows, odd
    for raw, smoothed in ((estimate, drawn.smoothed), (held_out, drawn.validation)):
        padded = np.pad(raw, window // 2, mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, window)
        np.testing.assert_array_equal(smoothed, np.median(windows, axis=1))
    np.testing.assert_array_equal(drawn.estimate, estimate)


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


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


HEADER = ",".join([STEP, *MEASURED, ESTIMATES_DISTANCE])
FULL = ",".join([HEADER, *ESTIMATES])


def test_whether_there_is_an_estimate_is_said_and_not_guessed(tmp_path):
    run = read_history(write(tmp_path / "a.csv", f"{HEADER}\n10,-1,0,2,3,2,2.5,0\n"))
    assert not run.estimates
    assert (run.step.tolist(), run.fake_score.tolist()) == ([10], [2])
    assert np.isnan(run.wasserstein).all()
    run = read_history(write(tmp_path / "b.csv", f"{FULL}\n1,-1,0,2,3,2,2.5,1,1,0.5\n"))
    assert run.estimates
    assert (run.wasserstein.tolist(), run.validation_wasserstein.tolist()) == ([1], [0.5])
    assert not read_history(
        write(tmp_path / "c.csv", f"{FULL}\n1,-1,0,2,3,2,2.5,0,1,1\n")
    ).estimates
    run = read_history(write(tmp_path / "d.csv", f"{HEADER}\n10,-1,0,,3,2,2.5,0\n"))
    assert run.finite.tolist() == [False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no CSV table"),
        (f"{HEADER}\n", "no rows"),
        ("step,critic_loss\n1,2\n", "lacks the column estimates_distance"),
        ("step,estimates_distance\n1,0\n", "lacks the column critic_loss"),
        (f"{HEADER}\n1,1,2,3,4,5,6,1\n", "lacks the column wasserstein"),
        (f"{HEADER}\n1,1,2,3,4,5,6,0\n2,1,2,3,4,5,6,1\n", "0 or 1"),
        (f"{HEADER}\n1,1,2,3,4,5,6,2\n", "0 or 1"),
        (f"{HEADER}\n1,1,2,3,4,5,6,\n", "0 or 1"),
        (f"{HEADER}\n1,a,2,3,4,5,6,0\n", "something else than numbers"),
        (f"{HEADER}\n2,1,2,3,4,5,6,0\n1,1,2,3,4,5,6,0\n", "must rise"),
        (f"{HEADER}\n,1,2,3,4,5,6,0\n", "must rise"),
        (f"{HEADER}\n1,1,2,3,4,5,6,0\n1,2,3,4,5,6,7,8,9\n", "no CSV table"),
    ],
)
def test_damaged_history_gets_one_line(tmp_path, text, message):
    path = tmp_path / "history.csv"
    write(path, text)
    with pytest.raises(InputError, match=message) as caught:
        read_history(path)
    assert "\n" not in str(caught.value)
    assert "history.csv" in str(caught.value)


def test_a_missing_history_is_the_callers_matter(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_history(tmp_path / "history.csv")


def test_history_of_bytes_is_no_traceback(tmp_path):
    path = tmp_path / "history.csv"
    path.write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match="no CSV table"):
        read_history(path)


def test_a_last_row_of_few_steps_decides_nothing(rng):
    """Of 1,001 steps in rows of 40 the last is one: all noise, and at the end of the lever."""
    step = np.append(np.arange(1, 26) * 40.0, 1001.0)
    noise = np.append(np.full(25, 0.05), 0.05 * np.sqrt(40))
    told = [verdict(history(2 * (1 + rng.normal(0, noise)), step=step)) for _ in range(60)]
    assert told.count("converged") >= 50
    assert verdict(history([*[2.0] * 25, np.nan], step=step)) == "diverged"


@pytest.mark.parametrize("start", [0, 20])
def test_a_dead_critic_is_called_so(start):
    found = trend(history([1.0] * start + [0.0] * 80), None, TrendSettings())
    assert found.verdict == "critic unreliable"
    assert found.reasons == ["the critic scores all images alike: its estimate is 0"]


def test_the_share_lost_on_validation_images_must_be_sure(rng):
    """Near zero the share is noise, and the level of all scores may drift by more than they differ."""
    flat = settled(rng)
    assert verdict(history(flat, lost=0.6), overfit=0.7) == "converged"
    assert verdict(history(flat, lost=0.6), overfit=0.5) == "critic unreliable"
    drift = np.linspace(0, 1000, ROWS)
    drifting = history(flat, offset=drift)
    assert verdict(drifting) == "converged"
    assert verdict(history(flat, offset=drift, lost=0.9)) == "critic unreliable"
    for seed in range(20):
        rng = np.random.default_rng(seed)
        gap = 0.05 + 0.1 * rng.normal(size=ROWS)
        other = 0.05 + 0.1 * rng.normal(size=ROWS)
        found = trend(history(gap, validation_score=5 + other), None, TrendSettings())
        assert not any("lost" in reason for reason in found.reasons)


def test_what_was_lost_before_the_tail_is_no_matter(rng):
    flat = settled(rng)
    late = np.where(np.arange(ROWS) < ROWS // 2, 0, 0.9)
    assert verdict(history(flat, lost=late)) == "critic unreliable"
    assert verdict(history(flat, lost=0.9 - late)) == "converged"


def test_the_tail_is_as_long_as_asked_for(rng):
    falls = np.interp(np.arange(ROWS), [0, 0.85 * ROWS, ROWS], [3, 1, 1]) + rng.normal(
        0, 0.02, ROWS
    )
    assert verdict(history(falls), tail=0.14) == "converged"
    assert verdict(history(falls), tail=0.9) == "still improving"


def test_few_rows_below_0_are_not_surely_below_0():
    assert verdict(history(np.array([3, 1, -0.1, -0.2]))) == "inconclusive"


def test_a_repeated_step_is_refused(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(f"{HEADER}\n1,1,2,3,4,5,6,0\n1,1,2,3,4,5,6,0\n")
    with pytest.raises(InputError, match="must rise"):
        read_history(path)


def test_the_distance_is_of_validation_images_and_a_slope_of_0_is_none():
    gap = settled(np.random.default_rng(7))
    measured = np.where(np.arange(200) % 10 == 9, 2.0, np.nan)
    run = history(gap, lost=0.25, gradient_norm=measured)
    run.gradient_norm[99] = 0.0
    found = trend(run, None, TrendSettings())
    assert found.verdict == "converged"
    assert found.distance == pytest.approx(0.75 * gap[-1] / 2)


def test_where_the_estimate_began_stood_highest_and_ended():
    course = np.interp(np.arange(120), [0, 60, 119], [2.0, 4.0, 1.0])
    told = trend(history(course), None, TrendSettings()).details()
    assert told["w_initial"] == pytest.approx(2, abs=0.3)
    assert told["w_peak"] == pytest.approx(4, abs=0.2)
    assert told["w_reduction"] == pytest.approx(0.75, abs=0.05)
