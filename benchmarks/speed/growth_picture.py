"""The plot of how cost grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Curve:
    """A cost y, in seconds or megabytes, at each size x."""

    name: str
    x: Sequence[float]
    y: Sequence[float]

    @property
    def exponent(self) -> float:
        """Of the least-squares fit y = a x^exponent, on logarithms."""
        return float(np.polyfit(np.log(self.x), np.log(self.y), 1)[0])


def draw(
    path: Path, steps: Sequence[Curve], times: Sequence[Curve], peaks: Sequence[Curve]
) -> None:
    """Save three panels on logarithmic axes: step times, seconds and megabytes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 3.6), layout="constrained")
    panels = (
        ("Training step", "images in a batch; pixels of an image", "seconds", steps),
        ("Time", "images", "seconds", times),
        ("Memory", "images", "peak MB", peaks),
    )
    for axes, (title, x, y, curves) in zip(figure.subplots(1, 3), panels, strict=True):
        for curve in curves:
            label = f"{curve.name}: exponent {curve.exponent:.2f}"
            axes.loglog(curve.x, curve.y, "o-", markersize=4, label=label)
        axes.set(title=title, xlabel=x, ylabel=y)
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.legend(fontsize="x-small")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80, metadata={"Software": None})
