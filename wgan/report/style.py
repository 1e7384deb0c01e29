"""The one look of all charts: legible in grey, the same bytes every time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT = "#22272e", "#c9ced6"
PALE = "#868e99"
"""For lines that matter less: 3.3 times as dark as paper."""
GENERATED, REAL, VALIDATION = "#12436d", "#d9751e", "#28a197"
"""Dark, middle and light: they differ in lightness, and each has its own line."""
GENERATED_LINE, REAL_LINE, VALIDATION_LINE = "-", (0, (5, 2)), (0, (1.5, 1.5))
WIDTH = 5.2
"""Inches: narrow, so that letters of 10 points are still read on a phone's screen."""
DPI = 120
"""So that two pictures of experiments stand side by side on 1,280 pixels."""

RC = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
}


def figure(height: float) -> Figure:
    """Make an empty figure WIDTH inches wide, apart from any global state of matplotlib."""
    made = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(made)
    return made


def save(made: Figure, path: Path) -> None:
    """Write a PNG without the name and version of its maker."""
    made.savefig(path, format="png", dpi=DPI, metadata={"Software": None})


@contextmanager
def styled() -> Iterator[None]:
    """Draw with matplotlib's defaults and RC, whatever a person's own settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        yield


def place_legend(axes: "Axes") -> None:
    """Put the legend where it hides the least."""
    axes.legend(loc="best", handlelength=2.6)
