"""Whether the Wasserstein estimate has settled, and whether it can be believed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wgan.evaluation.history import History
from wgan.evaluation.settings import TrendSettings
from wgan.evaluation.slope import Slope, tail_slope
from wgan.evaluation.swings import swing
from wgan.evaluation.trend_rules import Signs, judge
from wgan.history import final_distance, whole
from wgan.shown import Curves
from wgan.verdicts import TrendVerdict

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trend:
    """The verdict, why, and what the report draws; arrays are (rows,)."""

    verdict: TrendVerdict
    reasons: list[str]
    smoothed: Array
    smoothed_validation: Array
    slope: Slope | None
    gap: float
    swing: float
    nonfinite: int
    distance: float
    """In pixels, at the end; NaN if the critic's slope was not measured."""
    line: tuple[Array, Array] | None
    """The fit to the tail: its steps, and the fitted values in units of the estimate."""

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
            "swing": self.swing,
            "distance": self.distance,
            "nonfinite_rows": self.nonfinite,
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


def overfitting(history: History, rows: slice | npt.NDArray[np.bool_]) -> float:
    """The critic's overfitting ratio r_v, 0 for none and 1 for complete.

    (E D(train) - E D(validation)) / (E D(train) - E D(generated)), Karras et al. 2020, arXiv
    2006.06676, equation 1. NaN if the critic does not tell real from generated at all.
    """
    lost, told = (float(np.median(each)) for each in _differences(history, rows))
    return lost / told if told > 0 else float("nan")


def _overfits(history: History, rows: npt.NDArray[np.bool_], most: float) -> bool:
    """Whether r_v is above `most` by more than the noise of rows explains."""
    lost, told = _differences(history, rows)
    beyond = tail_slope(history.step[rows], lost - most * told)
    return beyond is not None and beyond.level > 2 * beyond.error


def _differences(history: History, rows: slice | npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """How much less than training images score: validation images, and generated ones; of these rows.

    Row by row: the level of all scores drifts, and means nothing.
    """
    real = history.real_score[rows]
    return real - history.validation_score[rows], real - history.fake_score[rows]


def steepness(history: History, tail: slice) -> Array:
    """The critic's slope (rows,) over its median in the tail; 1 where it was never measured.

    It is measured at some rows, and taken to change steadily between them.
    """
    known = np.isfinite(history.gradient_norm) & (history.gradient_norm > 0)
    if not known.any():
        return np.ones(len(history.step))
    logs = np.interp(history.step, history.step[known], np.log(history.gradient_norm[known]))
    return np.asarray(np.exp(logs - np.median(logs[tail])))


def _fit(slope: Slope, steps: Array, steep: Array) -> tuple[Array, Array]:
    """The line of a slope as it looks among score gaps, by step."""
    return steps, np.interp(steps, steps[[0, -1]], [slope.start, slope.end]) * steep


def trend(history: History, collapse: str | None, settings: TrendSettings) -> Trend:
    """Judge a run by its history; the first verdict that fits wins.

    `collapse` tells in words why the generated images have lost their variety, None if they have
    not. Rows that are not finite are left out.
    """
    rows = len(history.step)
    tail = slice(rows - max(1, round(rows * settings.tail)), rows)
    finite = history.finite
    even = finite & whole(history.step)
    judged = even & (np.arange(rows) >= tail.start)
    slope, gap, swings, signs = None, float("nan"), 0.0, None
    steep = steepness(history, tail)
    if history.estimates and judged.any():
        # a score gap is a distance times the critic's slope, which a clipped critic changes as it learns
        level = history.wasserstein / steep
        slope = tail_slope(history.step[judged], level[judged])
        gap = overfitting(history, judged)
        swings = swing(level[judged]) / scale if (scale := abs(np.median(level[judged]))) else 0.0
        dead = not np.median(np.abs(level[judged]))
        overfits = _overfits(history, judged, settings.overfit)
        signs = Signs(level[even], slope, gap, overfits, swings, dead)
    verdict, reasons = judge(finite, signs, collapse, settings, estimates=history.estimates)
    return Trend(
        verdict=verdict,
        reasons=reasons,
        smoothed=smooth(history.wasserstein),
        smoothed_validation=smooth(history.validation_wasserstein),
        slope=slope,
        gap=gap,
        swing=float(swings),
        nonfinite=int((~finite).sum()),
        distance=final_distance(history.validation_wasserstein, history.gradient_norm, even),
        line=slope and _fit(slope, history.step[tail], steep[tail]),
    )
