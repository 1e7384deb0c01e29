"""The curves of several runs over each other."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from wgan.axis import well_seen
from wgan.comparison.runs import Group
from wgan.report.style import figure, save, styled

COLUMN = "wasserstein"
LOOKS = (
    ("#12436d", "-"),
    ("#d9751e", "--"),
    ("#28a197", "-."),
    ("#801650", ":"),
    ("#3d3d3d", (0, (5, 1, 1, 1, 1, 1))),
    ("#8a6fd1", (0, (8, 2))),
)
"""Colour and line of the groups, in their order; more are not drawn."""

ROOM = 80
"""Letters in a line of the legend, with what stands before each name."""


def drawn(groups: Sequence[Group], histories: Mapping[str, pd.DataFrame]) -> list[Group]:
    """The best groups that have a curve, as many as there are looks. `histories` by run's name."""
    having = [group for group in groups if _curves(group, histories)]
    return having[: len(LOOKS)]


def draw_curves(
    path: Path,
    groups: Sequence[Group],
    histories: Mapping[str, pd.DataFrame],
    called: Mapping[str, str],
) -> str:
    """Draw every run's estimate, and the median of each group's; tells where the axis is cut.

    `groups` are what `drawn` gives; `called` says what stands for their labels.
    """
    with styled():
        made = figure(3.4)
        axes = made.subplots()
        for group, (color, line) in zip(groups, LOOKS, strict=False):
            curves = _curves(group, histories)
            for curve in curves:
                mark = "o" if len(curve) == 1 else None
                axes.plot(curve.index, curve, color=color, linewidth=0.6, alpha=0.5, marker=mark)
            middle = pd.concat(curves, axis=1).median(axis=1)
            smooth = middle.rolling(max(1, len(middle) // 12), min_periods=1, center=True).median()
            name = _plain(called[group.label])
            axes.plot(smooth.index, smooth, color=color, linestyle=line, label=name)
        values = np.concatenate(
            [curve.to_numpy() for group in groups for curve in _curves(group, histories)]
        )
        cut = ""
        if bounds := well_seen(values, 0.95):
            axes.set_ylim(bounds)
            cut = f"The axis ends at {bounds[1]:.2g}; the highest row is {values.max():.2g}."
        axes.set(xlabel="generator updates", ylabel="score of real minus generated")
        axes.set_title("Wasserstein estimate")
        longest = max(len(called[group.label]) for group in groups)
        made.legend(loc="outside lower center", ncols=min(3, ROOM // (longest + 8)), fontsize=8)
        save(made, path)
    return cut


def _plain(text: str) -> str:
    """Dollars begin a formula in Matplotlib."""
    return text.replace("$", r"\$")


def _curves(group: Group, histories: Mapping[str, pd.DataFrame]) -> list[pd.Series]:
    found = []
    for run in group.runs:
        history = histories.get(run.name)
        if history is not None and COLUMN in history:
            curve = history.set_index("step")[COLUMN].astype(float)
            curve = curve[np.isfinite(curve)]
            if len(curve):
                found.append(curve)
    return found
