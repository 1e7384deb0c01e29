"""The history of a training run, as arrays."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.errors import InputError, reason

Array = npt.NDArray[np.float64]
NEEDED = (
    "step",
    "critic_loss",
    "generator_loss",
    "gradient_penalty",
    "real_score",
    "fake_score",
    "validation_score",
)
ESTIMATE = "wasserstein"


@dataclass(frozen=True)
class History:
    """Columns of history.csv, each (rows,), at least one row.

    Scores are mean critic scores since the row before, high for real. `estimates` says whether
    they estimate a distance: a critic that tells probabilities (dcgan) has no such estimate.
    """

    step: Array
    critic_loss: Array
    generator_loss: Array
    gradient_penalty: Array
    real_score: Array
    fake_score: Array
    validation_score: Array
    estimates: bool

    @property
    def nonfinite(self) -> int:
        """How many rows hold a number that is none."""
        columns = [getattr(self, name) for name in NEEDED]
        return int((~np.isfinite(columns)).any(axis=0).sum())

    @property
    def wasserstein(self) -> Array:
        """E D(train) - E D(generated) at each row, penalties excluded.

        Where `estimates` is true it is the Wasserstein estimate, up to the critic's slope.
        """
        return self.real_score - self.fake_score


def read_history(path: Path) -> History:
    """Read history.csv. Raises InputError if it is missing, damaged, or lacks a column."""
    try:
        table = pd.read_csv(path)
    except FileNotFoundError:
        raise InputError(f"{path} is missing; run `dvc repro train` first") from None
    except (ValueError, UnicodeDecodeError) as error:  # the parser's errors are ValueErrors
        raise InputError(f"{path} is no CSV table: {reason(error)}") from None
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise InputError(
            f"{path} lacks the column {missing[0]}; it has {', '.join(map(str, table.columns))}"
        )
    if table.empty:
        raise InputError(f"{path} has no rows; train for at least one step")
    try:
        columns = {name: table[name].to_numpy(dtype=np.float64) for name in NEEDED}
    except ValueError as error:
        raise InputError(f"{path} holds something else than numbers: {error}") from None
    steps = columns["step"]
    if not np.isfinite(steps).all() or (np.diff(steps) <= 0).any():
        raise InputError(f"{path}: the column step must rise from row to row")
    return History(**columns, estimates=ESTIMATE in table.columns)
