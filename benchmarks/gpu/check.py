"""What must hold of a GPU's results, each check told in a cell of a table."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from benchmarks.gpu.trial import Changes, Task, Trial, run_task
from stages.support.tensorflow import DRIVERS, has_driver, idle_gpu

CLOSE = 1e-2
"""Relative difference to the CPU in float32; GPUs multiply in TF32, with 10 binary digits."""
HALF = 0.3
"""The same in bfloat16, with 7 binary digits."""
NO_DROPOUT: Changes = (("dropout", 0.0),)
"""Its masks depend on the precision of a layer, and devices draw the same for their parts of a batch."""


class NoGPU(Exception):
    """There is none to check; the message says what is missing."""


@dataclass(frozen=True)
class Found:
    """How a check ended."""

    passed: bool
    told: str


def claim() -> str:
    """The GPU's name. Raises NoGPU if there is none, or TensorFlow can't use it."""
    if not has_driver():
        raise NoGPU(f"no NVIDIA driver here ({DRIVERS[0]} is missing), so no GPU to check")
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # in another process: this one would hold the GPU's memory
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        card = executor.submit(card_name).result()
    if not card:
        raise NoGPU(f"TensorFlow sees no GPU, though there is a driver: {idle_gpu()}")
    return card


def card_name() -> str:
    """As TensorFlow tells; "" if it sees no GPU."""
    from stages.support.tensorflow import import_quietly

    import_quietly(portable=False)
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        return ""
    name = tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")
    return f"{len(gpus)} x {name}"


def check(name: str, system: str, steps: int, batch: int) -> Found:
    """One of CHECKS; a run that fails fails the check, and the table goes on."""
    task = Task(system, steps, batch, on_gpu=True)
    try:
        return CHECKS[name](task)
    except Exception as error:  # whatever TensorFlow raises is the finding
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        return Found(passed=False, told=f"failed: {first[:120]}")


_run: Callable[[Task], Trial] = cache(run_task)
"""The plain run is compared with by all checks."""


def _as_cpu(task: Task) -> Found:
    return _apart(_run(task), _run(replace(task, on_gpu=False)), CLOSE)


def _repeats(task: Task) -> Found:
    same = run_task(task).digest == _run(task).digest
    return Found(same, "the same bytes" if same else "other bytes")


def _all_devices(task: Task) -> Found:
    gpus = _run(task).gpus
    if gpus < 2:
        return Found(passed=True, told="one GPU: nothing to share")
    plain = replace(task, batch_size=-(-task.batch_size // gpus) * gpus, changes=NO_DROPOUT)
    shared = replace(plain, changes=(*plain.changes, ("devices", "all")))
    found = _apart(_run(shared), _run(plain), CLOSE)
    return replace(found, told=f"{gpus} GPUs: {found.told}")


def _half(task: Task) -> Found:
    whole = replace(task, changes=NO_DROPOUT)
    half = replace(whole, changes=(*NO_DROPOUT, ("precision", "mixed_bfloat16")))
    return _apart(_run(half), _run(whole), HALF)


def _compiled(task: Task) -> Found:
    # XLA reads less of a seed and pairs normal numbers otherwise: the draws are others, so nothing is compared
    rows = run_task(replace(task, compiled=True)).rows
    fine = all(math.isfinite(value) for row in rows for value in row)
    return Found(fine, "runs: all losses are finite" if fine else "losses are not finite")


def _apart(one: Trial, other: Trial, most: float) -> Found:
    worst = one.apart(other)
    return Found(worst <= most, f"{worst:.1e} apart, at most {most:g}")


CHECKS: dict[str, Callable[[Task], Found]] = {
    "as the CPU": _as_cpu,
    "repeats": _repeats,
    "devices: all": _all_devices,
    "mixed_bfloat16": _half,
    "jit_compile": _compiled,
}
"""XLA last: it compiles for minutes."""
