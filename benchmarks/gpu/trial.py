"""A few steps of a system on a device, in a process of its own: what came out."""

import hashlib
import math
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

EPSILON = 0.1
"""Adam's and RMSProp's, for comparing: at 1e-7 they divide tiny gradients by their own size, and
rounding grows to differences of the size of a step."""


Changes = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Task:
    """What is trained, and how."""

    system: str
    """A key of benchmarks.gpu.systems.SYSTEMS."""
    steps: int
    batch_size: int
    on_gpu: bool
    changes: Changes = ()
    """Of the config."""
    compiled: bool = False
    """By XLA."""


@dataclass(frozen=True)
class Trial:
    """What a task left."""

    rows: Sequence[Sequence[float]]
    """What each step measured (`wgan.history.MEASURED`)."""
    digest: str
    """Of weights, optimizers and all else that is carried on."""
    gpus: int

    def apart(self, other: "Trial") -> float:
        """Largest difference of what was measured, relative to the largest number of its kind."""
        worst = 0.0
        for mine, others in zip(
            zip(*self.rows, strict=True), zip(*other.rows, strict=True), strict=True
        ):
            size = max(1e-3, *(abs(value) for value in others))
            for one, two in zip(mine, others, strict=True):
                # NaN compares as nothing
                worst = max(worst, abs(one - two) / size if math.isfinite(one - two) else math.inf)
        return worst


def run_task(task: Task) -> Trial:
    """Train in a new process, for a process sees the same devices all its life.

    Raises what the training raises.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), _choose, (task.on_gpu,)) as executor:
        return executor.submit(_train, task).result()


def _choose(on_gpu: bool) -> None:
    if not on_gpu:
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"


def _train(task: Task) -> Trial:
    from dataclasses import replace

    import numpy as np

    from benchmarks.gpu.systems import SYSTEMS
    from benchmarks.speed.ours import compile_step
    from stages.support.tensorflow import import_quietly

    import_quietly(portable=False)
    import tensorflow as tf

    from wgan.gan.dataset import Split
    from wgan.gan.record import STEPWISE
    from wgan.gan.run import Run
    from wgan.gan.state import capture

    system = SYSTEMS[task.system]
    config = replace(
        system.config,
        **{
            "epsilon": EPSILON,
            "batch_size": task.batch_size,
            "generator_batch_size": None,
            "log_every": 1,
        }
        | dict(task.changes),
    )
    images = system.images(4 * task.batch_size)
    split = Split(images, np.arange(len(images)) % 2)
    run = Run(config, split, split, classes=2)
    if task.compiled:
        compile_step(run)
    for batch in run.batches(task.steps):
        run.advance(*batch)
    digest = hashlib.sha256()
    for _, array in sorted(capture(run).items()):
        digest.update(np.ascontiguousarray(array).tobytes())
    # without what candidates alone measure
    rows = [tuple(map(float, row[1 : 1 + len(STEPWISE)])) for row in run.record.rows]
    return Trial(rows, digest.hexdigest(), len(tf.config.list_physical_devices("GPU")))
