"""Whether the Wasserstein estimate has settled, and whether it can be believed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wgan.evaluation.history import History
from wgan.evaluation.settings import TrendSettings
from wgan.evaluation.slope import Slope, tail_slope
from wgan.shown import Curves
from wgan.verdicts import TrendVerdict

Array = npt.NDArray[np.float64]

WARM_UP = 0.1
"""Share of a run that says nothing of its level: the critic is still far from its optimum."""


@dataclass(frozen=True)
class Trend:
    """The verdict, why, and what the report draws; arrays are (rows,)."""

    verdict: TrendVerdict
    reasons: list[str]
    smoothed: Array
    smoothed_validation: Array
    tail: slice
    slope: Slope | None
    gap: float
    nonfinite: int
    line: tuple[float, float, float, float] | None
    """The fit to the tail: first step, last step, value at both."""

    def details(self) -> dict[str, Any]:
        """Everything, with intervals."""
        finite = self.smoothed[np.isfinite(self.smoothed)]
        initial = float(finite[0]) if len(finite) else float("nan")
        peak = float(finite.max()) if len(finite) else float("nan")
        return {
            "verdict": self.verdict,
            "reasons": self.reasons,
            "w_final": float(self.smoothed[-1]),
            "tail_slope_rel": self.slope.relative if self.slope else float("nan"),
            "critic_gap_rv": self.gap,
            "w_initial": initial,
            "w_peak": peak,
            "w_reduction": 1 - float(self.smoothed[-1]) / peak if peak > 0 else float("nan"),
            "tail_ci_low": self.slope.low if self.slope else float("nan"),
            "tail_ci_high": self.slope.high if self.slope else float("nan"),
            "mk_p": self.slope.p if self.slope else float("nan"),
            "nonfinite_steps": self.nonfinite,
        }


def curves(history: History, found: Trend) -> Curves:
    """What the chart draws."""
    return Curves(
        step=history.step,
        estimate=history.wasserstein,
        smoothed=found.smoothed,
        validation=found.smoothed_validation,
        real=history.real_score,
        fake=history.fake_score,
        held_out=history.validation_score,
        tail=found.line,
        estimates=history.estimates,
    )


def smooth(values: Array) -> Array:
    """Take a running median over a twelfth of the rows; the ends are repeated, not padded by 0.

    Rows that are not finite are left out, and NaN where all are.
    """
    finite = np.isfinite(values)
    if not finite.any():
        return np.full_like(values, np.nan)
    window = max(3, len(values) // 12) | 1
    rows = np.arange(len(values))
    filled = np.interp(rows, rows[finite], values[finite])
    return np.asarray(ndimage.median_filter(filled, size=window, mode="nearest"))


def overfitting(history: History, rows: slice) -> float:
    """The critic's overfitting ratio r_v, 0 for none and 1 for complete.

    (E D(train) - E D(validation)) / (E D(train) - E D(generated)), Karras et al. 2020, arXiv
    2006.06676, equation 1. NaN if the critic does not tell real from generated at all.
    """
    real, fake, held_out = (
        float(np.median(scores[rows]))
        for scores in (history.real_score, history.fake_score, history.validation_score)
    )
    return (real - held_out) / (real - fake) if real > fake else float("nan")


def trend(history: History, collapse: str | None, settings: TrendSettings) -> Trend:
    """Judge a run by its history; the first verdict that fits wins.

    `collapse` tells in words why the generated images have lost their variety, None if they have
    not.
    """
    estimate = history.wasserstein
    smoothed = smooth(estimate)
    rows = len(estimate)
    tail = slice(rows - max(1, round(rows * settings.tail)), rows)
    nonfinite = history.nonfinite
    slope = gap = None
    steps = [float(step) for step in history.step[tail]]
    if not nonfinite:
        slope = tail_slope(history.step[tail], estimate[tail]) if history.estimates else None
        gap = overfitting(history, tail) if history.estimates else None
    verdict, reasons = _verdict(history, smoothed, tail, slope, gap, nonfinite, collapse, settings)
    return Trend(
        verdict=verdict,
        reasons=reasons,
        smoothed=smoothed,
        smoothed_validation=smooth(history.validation_wasserstein),
        tail=tail,
        slope=slope,
        gap=float("nan") if gap is None else gap,
        nonfinite=nonfinite,
        line=slope and (steps[0], steps[-1], slope.start, slope.end),
    )


def _verdict(
    history: History,
    smoothed: Array,
    tail: slice,
    slope: Slope | None,
    gap: float | None,
    nonfinite: int,
    collapse: str | None,
    settings: TrendSettings,
) -> tuple[TrendVerdict, list[str]]:
    if nonfinite:
        return TrendVerdict.DIVERGED, [f"{nonfinite} rows of the history are not finite"]
    if not history.estimates:
        if collapse:
            return TrendVerdict.COLLAPSED, [collapse]
        return TrendVerdict.INCONCLUSIVE, ["this objective's loss estimates no distance"]
    settled = smoothed[int(len(smoothed) * WARM_UP) :]
    usual, last = float(np.median(settled)), float(smoothed[-1])
    if usual > 0 and last > settings.divergence * usual:
        return TrendVerdict.DIVERGED, [
            f"the estimate ends at {last:.3g}, {last / usual:.1f} times its median"
        ]
    unreliable = _unreliable(history, tail, slope, gap, settings)
    if unreliable:
        return TrendVerdict.UNRELIABLE, unreliable
    if collapse:
        return TrendVerdict.COLLAPSED, [collapse]
    if slope is None:
        return TrendVerdict.INCONCLUSIVE, [
            f"{len(smoothed)} rows of history are too few for a trend"
        ]
    return _by_slope(slope, settings)


def _unreliable(
    history: History, tail: slice, slope: Slope | None, gap: float | None, settings: TrendSettings
) -> list[str]:
    reasons = []
    level = float(np.median(history.wasserstein[tail]))
    if level <= 0:
        reasons.append(f"the estimate is {level:.3g}, and a distance is positive")
    if gap is not None and gap > settings.overfit:
        reasons.append(f"{gap:.0%} of the estimate is lost on validation images")
    if slope is not None and slope.low > settings.flat:
        reasons.append(
            f"the estimate rises by {slope.relative:.0%} over the tail: the critic still improves"
        )
    return reasons


def _by_slope(slope: Slope, settings: TrendSettings) -> tuple[TrendVerdict, list[str]]:
    change = (
        f"over the tail the estimate changes by {slope.relative:+.1%} "
        f"(95 % interval {slope.low:+.1%} to {slope.high:+.1%})"
    )
    if slope.high < -settings.flat:
        return TrendVerdict.IMPROVING, [change]
    if slope.low >= -settings.flat and slope.high <= settings.flat:
        return TrendVerdict.CONVERGED, [change]
    return TrendVerdict.INCONCLUSIVE, [f"{change}: too noisy to say, or the run too short"]
