"""What a run leaves, when it is finished or when its loss is no number any more."""

from dataclasses import dataclass
from typing import Any

import keras
import pandas as pd

from wgan.errors import InputError
from wgan.gan.objective import Objective
from wgan.gan.record import NORM
from wgan.history import STEP, final_distance, whole
from wgan.images import Bytes
from wgan.options import options_of


class NotFinite(InputError):
    """A loss, or what `what` says, became NaN or infinite; `history` holds the rows up to then."""

    def __init__(
        self, step: int, history: pd.DataFrame, objective: Objective, what: str = "the loss is"
    ) -> None:
        names = [each.name for each in options_of(type(objective))]
        other = f" or another {' or '.join(names)}" if names else ""
        super().__init__(
            f"{what} no longer finite at step {step}; a lower rate{other} may keep it stable",
            option="learning_rate",
        )
        self.history = history


@dataclass(frozen=True)
class Outcome:
    """What a finished run leaves."""

    generator: keras.Model
    critic: keras.Model
    history: pd.DataFrame
    pictures: dict[int, Bytes]
    metrics: dict[str, Any]


def end_of(history: pd.DataFrame) -> dict[str, float]:
    """What the last row of `history` to go by gives to metrics.json; no estimates where the loss has none."""
    rows = whole(history[STEP])
    final = history[rows].iloc[-1]
    estimates = {}
    if NORM in history:
        gap, norm = (history[name].to_numpy() for name in ("validation_wasserstein", NORM))
        estimates = {
            "wasserstein_estimate": float(final["wasserstein"]),
            "validation_estimate": float(final["validation_wasserstein"]),
            "distance": final_distance(gap, norm, rows),
        }
    losses = {name: float(final[name]) for name in ("critic_loss", "generator_loss")}
    return estimates | losses
