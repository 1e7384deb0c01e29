"""What can be minimized: each file is an objective, its class `Loss`, with the options it owns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wgan import found
from wgan.gan.objective import Objective
from wgan.options import Choice, option, settings

LOSSES: dict[str, type[Objective]] = {
    name: found.load(__name__, name).Loss for name in found.names(__path__)
}


@dataclass(frozen=True)
class ObjectiveChoice:
    """Which of them."""

    loss: str = option(
        "wgan-gp",
        Choice(tuple(LOSSES)),
        ", ".join(f"{name} {loss.does}" for name, loss in LOSSES.items()) + ".",
        "Objective",
    )


def objective(options: Mapping[str, Any]) -> Objective:
    """The objective that `loss` names, with its own options, out of the values by name."""
    return settings(LOSSES[settings(ObjectiveChoice, options).loss], options)
