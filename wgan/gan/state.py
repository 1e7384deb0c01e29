"""All that a run carries from one step to the next, as named arrays."""

from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.gan.checkpoint import State
from wgan.gan.record import COLUMNS, Candidate, Record
from wgan.gan.run import Run


def capture(run: Run) -> State:
    """Copy weights, optimizer slots, averages and the record."""
    record = run.record
    steps = sorted(record.pictures)
    state: State = {
        "step": np.array(record.step),
        "rows": np.array(record.rows, np.float64).reshape(-1, len(COLUMNS)),
        "sums": record.sums.copy(),
        "picture_steps": np.array(steps, np.int64),
        "pictures": np.stack([record.pictures[step] for step in steps]),
    }
    for name, variables in _variables(run).items():
        state |= {f"{name}/{i}": variable.numpy().copy() for i, variable in enumerate(variables)}
    if record.best:
        state["best"] = np.array([record.best.step, record.best.distance])
        for name, weights in (
            ("best generator", record.best.generator),
            ("best critic", record.best.critic),
        ):
            state |= {f"{name}/{i}": weight for i, weight in enumerate(weights)}
    return state


def restore(run: Run, state: State) -> None:
    """Put the run where it was when `state` was captured; it must have been built alike."""
    for name, variables in _variables(run).items():
        for variable, value in zip(variables, _numbered(state, name), strict=True):
            variable.assign(value)
    best = None
    if "best" in state:
        step, distance = state["best"]
        best = Candidate(
            int(step),
            float(distance),
            _numbered(state, "best generator"),
            _numbered(state, "best critic"),
        )
    run.record = Record(
        step=int(state["step"]),
        rows=[tuple(row) for row in state["rows"].tolist()],
        sums=state["sums"].copy(),
        pictures=dict(zip(state["picture_steps"].tolist(), state["pictures"], strict=True)),
        best=best,
    )


def _variables(run: Run) -> dict[str, list[Any]]:
    return {
        "generator": run.generator.weights,
        "critic": run.critic.weights,
        "average": run.average.model.weights,
        "critic optimizer": run.critic_optimizer.variables,
        "generator optimizer": run.generator_optimizer.variables,
    }


def _numbered(state: State, name: str) -> list[npt.NDArray[Any]]:
    count = sum(key.startswith(f"{name}/") for key in state)
    return [state[f"{name}/{i}"] for i in range(count)]
