"""What a run has measured so far: rows of history, pictures, candidates for the best model."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

COLUMNS = (
    "step",
    "critic_loss",
    "generator_loss",
    "gradient_penalty",
    "real_score",
    "fake_score",
    "validation_score",
)
"""Losses and penalty are means since the row before; scores are the critic's means at that step."""

Pixels = npt.NDArray[np.uint8]
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
    sums: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    """Of critic loss, penalty and generator loss since the last row."""
    pictures: dict[int, Pixels] = field(default_factory=dict)
    """Grids of the same latents, by step."""
    best: Candidate | None = None

    @property
    def since_row(self) -> int:
        """Steps whose losses are in `sums`."""
        return self.step - (int(self.rows[-1][0]) if self.rows else 0)

    @property
    def gap(self) -> float:
        """Real minus fake score in the last row."""
        row = dict(zip(COLUMNS, self.rows[-1], strict=True))
        return row["real_score"] - row["fake_score"]

    def row(self, scores: tuple[float, float, float]) -> tuple[float, ...]:
        """The row of the present step, from the scores of real, generated and validation images."""
        critic_loss, penalty, generator_loss = self.sums / max(self.since_row, 1)
        return (float(self.step), critic_loss, generator_loss, penalty, *scores)


def better(one: Candidate | None, other: Candidate) -> Candidate:
    """The candidate with the lower distance; the earlier one where they are equal."""
    return one if one is not None and one.distance <= other.distance else other


def has_picture(step: int) -> bool:
    """Whether a picture is due: steps 0, 25, 50, 100, 200, ... whatever the length of the run."""
    doubled, rest = divmod(step, 25)
    return rest == 0 and doubled & (doubled - 1) == 0
