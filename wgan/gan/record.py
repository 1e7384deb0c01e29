"""What a run has measured so far: rows of history, pictures, candidates for the best model."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.history import ESTIMATES_DISTANCE, MEASURED, STEP, over
from wgan.images import Bytes

GAP = "score_gap"
"""Real minus fake score; mean over all critic updates of a step."""
STEPWISE = (*MEASURED, GAP)
"""What each step measures; a row holds the means since the row before."""
NORM = "gradient_norm"
COLUMNS = (STEP, *STEPWISE, NORM)
"""Of a row; the last one is NaN in rows between candidates."""
UNMEASURED = float("nan")

Weights = list[npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Candidate:
    """A model that may be kept, and its held-out distance (lower is better)."""

    step: int
    distance: float
    generator: Weights
    critic: Weights


@dataclass
class Record:
    """Grows by the step; a checkpoint holds all of it."""

    step: int = 0
    rows: list[tuple[float, ...]] = field(default_factory=list)
    sums: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(STEPWISE)))
    """Of what was measured since the last row."""
    pictures: dict[int, Bytes] = field(default_factory=dict)
    """Grids of the same latents, by step."""
    best: Candidate | None = None

    @property
    def since_row(self) -> int:
        """Steps whose measurements are in `sums`."""
        return self.step - (int(self.rows[-1][0]) if self.rows else 0)

    @property
    def gap(self) -> float:
        """The estimate in the last row."""
        return self.rows[-1][COLUMNS.index(GAP)]

    def row(self, gradient_norm: float) -> tuple[float, ...]:
        """The row of the present step."""
        return (float(self.step), *(self.sums / self.since_row), gradient_norm)


def history_table(rows: list[tuple[float, ...]], *, estimates_distance: bool) -> pd.DataFrame:
    """The table that history.csv holds, a line per row."""
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({STEP: "int64"})
    gap, norm = table.pop(GAP), table.pop(NORM)
    if estimates_distance:
        table["wasserstein"] = gap
        # what is lost on validation images, by one and the same critic, off the estimate of all updates
        lost = table["real_score"] - table["validation_score"]
        table["validation_wasserstein"] = gap - lost
    table[ESTIMATES_DISTANCE] = int(estimates_distance)
    # last in the file, and a table of a loss without estimates has none
    if estimates_distance:
        table[NORM] = norm
        table["distance"] = [
            over(*pair) for pair in zip(table["validation_wasserstein"], norm, strict=True)
        ]
    return table


def better(one: Candidate | None, other: Candidate) -> Candidate:
    """The candidate with the lower distance; the earlier one where they are equal."""
    return one if one is not None and one.distance <= other.distance else other


def has_picture(step: int) -> bool:
    """Whether a picture is due: steps 0, 25, 50, 100, 200, ... whatever the length of the run."""
    doubled, rest = divmod(step, 25)
    return rest == 0 and doubled & (doubled - 1) == 0
