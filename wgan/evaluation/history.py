"""The history of a training run, as arrays."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.errors import InputError, reason
from wgan.history import AT_CANDIDATES, ESTIMATES, ESTIMATES_DISTANCE, MEASURED, STEP

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """Columns of history.csv, each (rows,), at least one row; `wgan.history` says what they mean.

    `estimates` says whether the loss estimates a distance. If it does not, as that of a critic that
    tells probabilities (dcgan), these are NaN, as are those of AT_CANDIDATES where they were not measured.
    """

    step: Array
    critic_loss: Array
    generator_loss: Array
    gradient_penalty: Array
    real_score: Array
    fake_score: Array
    validation_score: Array
    wasserstein: Array
    validation_wasserstein: Array
    gradient_norm: Array
    distance: Array
    estimates: bool

    @property
    def finite(self) -> npt.NDArray[np.bool_]:
        """Whether all that a step measures is a number, (rows,)."""
        names = (STEP, *MEASURED, *(ESTIMATES if self.estimates else ()))
        return np.asarray(np.isfinite([getattr(self, name) for name in names]).all(axis=0))


def read_history(path: Path) -> History:
    """Read history.csv.

    Raises FileNotFoundError, or InputError if it is damaged or lacks a column.
    """
    try:
        table = pd.read_csv(path)
    except (ValueError, UnicodeDecodeError) as error:  # the parser's errors are ValueErrors
        raise InputError(f"{path} is no CSV table: {reason(error)}") from None
    if table.empty and len(table.columns):
        raise InputError(f"{path} has no rows")
    flags = _columns(path, table, [ESTIMATES_DISTANCE])[ESTIMATES_DISTANCE]
    if not (flags == flags[0]).all() or flags[0] not in {0, 1}:
        raise InputError(
            f"{path}: the column {ESTIMATES_DISTANCE} must be 0 or 1, alike in all rows"
        )
    estimates = bool(flags[0])
    present = [
        name for name in AT_CANDIDATES if name in table
    ]  # runs of earlier versions have none
    every = (*ESTIMATES, *present) if estimates else ()
    columns = _columns(path, table, [STEP, *MEASURED, *every])
    steps = columns[STEP]
    if not np.isfinite(steps).all() or (np.diff(steps) <= 0).any():
        raise InputError(f"{path}: the column {STEP} must rise from row to row")
    none = dict.fromkeys((*ESTIMATES, *AT_CANDIDATES), np.full(len(steps), np.nan))
    return History(**(none | columns), estimates=estimates)


def _columns(path: Path, table: pd.DataFrame, names: list[str]) -> dict[str, Array]:
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise InputError(
            f"{path} lacks the column {missing[0]}; it has {', '.join(map(str, table.columns))}"
        )
    try:
        return {name: table[name].to_numpy(dtype=np.float64) for name in names}
    except ValueError as error:
        raise InputError(f"{path} holds something else than numbers: {error}") from None
