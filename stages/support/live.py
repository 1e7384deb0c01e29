"""What a person can look at while training goes on: the newest grid and curve."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stages.support.by_hand import placed
from stages.support.outputs import replacing
from stages.support.paths import LIVE
from wgan.axis import well_seen
from wgan.history import ESTIMATES
from wgan.images import Bytes, enlarge, save_png

if TYPE_CHECKING:
    import pandas as pd

    from wgan.gan.record import Record

GRID, CURVE = LIVE / "grid.png", LIVE / "curve.png"
SHOWN = 500
"""Pixels a grid is enlarged to, at least."""


def where() -> Path:
    """The folder as a person finds it; in full where DVC runs the stage in a folder of its own."""
    here = Path.cwd()
    return here / placed(LIVE) if ".dvc" in here.parts else placed(LIVE)


class Live:
    """Writes LIVE/grid.png and LIVE/curve.png at the start and at every candidate.

    Call it after each step. They stay when training stops or fails; `clear` removes them once the
    real outputs are there.
    """

    def __init__(
        self, every: int, picture: Callable[[], Bytes], history: "Callable[[], pd.DataFrame]"
    ) -> None:
        """`picture` gives the present grid (H, W, C), `history` the table so far."""
        self.every = every
        self.picture = picture
        self.history = history
        self._seen = False
        self.clear()

    def after_step(self, record: "Record") -> None:
        """Refresh both if they are due."""
        if self._seen and record.step % self.every:
            return
        self._seen = True
        with replacing(GRID, CURVE, recorded=False) as partial:
            picture = self.picture()
            save_png(partial[GRID], enlarge(picture, max(1, -(-SHOWN // picture.shape[1]))))
            draw_curve(partial[CURVE], self.history())

    @staticmethod
    def clear() -> None:
        """Remove both files."""
        for path in (GRID, CURVE):
            placed(path).unlink(missing_ok=True)


def draw_curve(path: Path, history: "pd.DataFrame") -> None:
    """Draw the estimates of a history so far, or the scores of a critic that estimates none.

    The axis ends where nine tenths of the rows are well seen, and says how far the rest goes.
    """
    # not wgan.report's look: editing that would train anew
    from matplotlib.figure import Figure

    names = [name for name in ESTIMATES if name in history] or ["real_score", "fake_score"]
    made = Figure(figsize=(6, 3.6), dpi=100, layout="constrained")
    axes = made.subplots()
    for name, line in zip(names, ("-", "--"), strict=True):
        axes.plot(history["step"], history[name], line, label=name.replace("_", " "), marker=".")
    axes.set(xlabel="generator updates", title=f"{len(history)} rows so far")
    values = history[names].to_numpy(float)
    if len(history):
        if bounds := well_seen(values, 0.9):
            axes.set_ylim(bounds)
            axes.set_title(
                f"{len(history)} rows so far; cut off at {bounds[1]:.2g}, peak {values.max():.2g}"
            )
        axes.legend()
    made.savefig(path, format="png")
