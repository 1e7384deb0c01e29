"""The chart of a training run: the critic's estimate of the distance, and its scores."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wgan.report.style import (
    FAINT,
    GENERATED,
    GENERATED_LINE,
    INK,
    PALE,
    REAL,
    REAL_LINE,
    VALIDATION,
    VALIDATION_LINE,
    figure,
    place_legend,
    save,
    styled,
)
from wgan.shown import Curves

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_trend(path: Path, curves: Curves) -> None:
    """Draw the estimate of the distance; the scores of the critic if they estimate none."""
    with styled():
        made = figure(3.2)
        draw = _estimate if curves.estimates else _scores
        draw(made.subplots(), curves)
        save(made, path)


def _estimate(axes: "Axes", curves: Curves) -> None:
    mark = "o" if len(curves.step) == 1 else None
    axes.plot(
        curves.step, curves.estimate, color=PALE, linewidth=0.7, label="each row of history.csv"
    )
    axes.plot(
        curves.step,
        curves.smoothed,
        color=GENERATED,
        linestyle=GENERATED_LINE,
        marker=mark,
        label="training images",
    )
    axes.plot(
        curves.step,
        curves.validation,
        color=REAL,
        linestyle=REAL_LINE,
        marker=mark,
        label="validation images",
    )
    if curves.tail:
        steps, fitted = curves.tail
        axes.axvspan(
            steps[0], steps[-1], color=FAINT, alpha=0.25, linewidth=0, label="tail, which is judged"
        )
        axes.plot(
            steps,
            fitted,
            color=INK,
            linewidth=1.2,
            linestyle="-.",
            label="fit to the tail",
        )
    low, high, peak = limits(curves)
    axes.set_ylim(low, high)
    cut = f" (cut at {high:.2g}, peak {peak:.3g})" if peak > high else ""
    axes.set_title(f"Wasserstein estimate{cut}")
    axes.set_xlabel("generator updates")
    axes.set_ylabel("score of real minus generated")
    place_legend(axes)


def limits(curves: Curves) -> tuple[float, float, float]:
    """Bounds that show the settled part well, and the peak, which may be above."""
    values = np.concatenate([curves.smoothed, curves.validation, curves.estimate])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0, 1.0
    settled = curves.estimate[len(curves.estimate) // 20 :]
    settled = settled[np.isfinite(settled)]
    level = max(0.0, float(settled.max()) if len(settled) else float(values.max()))
    low = min(0.0, float(values.min()))
    return low, max(level + 0.08 * (level - low), low + 1e-6), float(values.max())


def _scores(axes: "Axes", curves: Curves) -> None:
    mark = "o" if len(curves.step) == 1 else None
    for values, label, color, line in (
        (curves.real, "training images", REAL, REAL_LINE),
        (curves.held_out, "validation images", VALIDATION, VALIDATION_LINE),
        (curves.fake, "generated", GENERATED, GENERATED_LINE),
    ):
        axes.plot(
            curves.step,
            values,
            color=color,
            linestyle=line,
            linewidth=1.4,
            marker=mark,
            label=label,
        )
    axes.set_title("Mean critic scores")
    axes.set(xlabel="generator updates", ylabel="score")
    place_legend(axes)
