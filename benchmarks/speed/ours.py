"""Our training step as a contender: Run.advance, fed as the train stage feeds it."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from benchmarks.speed.limit import HALF, dtypes
from benchmarks.speed.systems import SYSTEMS
from stages.support.tensorflow import import_quietly
from wgan.images import Float

if TYPE_CHECKING:
    from wgan.gan.config import TrainConfig
    from wgan.gan.run import Run

Steps = Callable[[int], float]
"""Makes so many generator steps, with all that belongs to them; returns seconds."""
OURS, PLAIN, FEWER = "ours", "ours, plain layers", "ours, bfloat16"
WARM_UP = 2
"""Steps before any measurement: graphs are traced, memory is claimed."""


def steady(steps: Steps, seconds: float) -> Callable[[], float]:
    """Warm up; then each measurement is seconds per step, over as many steps as take `seconds`.

    It begins with a step that doesn't count: a process that slept finds its caches cold.
    """
    steps(WARM_UP)
    count = max(1, round(seconds / steps(1)))

    def measurement() -> float:
        steps(1)
        return steps(count) / count

    return measurement


def our_steps(config: "TrainConfig", images: Float, *, compiled: bool = False) -> Steps:
    """A run on (N, H, W, C) images, which goes on with every call; `compiled` by XLA.

    On all cores and instructions, as its peers: not as `train.portable` has it.
    """
    import_quietly(portable=False)
    from wgan.gan.dataset import Split
    from wgan.gan.run import Run

    labels = np.zeros(len(images), np.int64)
    run = Run(config, Split(images, labels), Split(images, labels), classes=1)
    if compiled:
        compile_step(run)

    def steps(count: int) -> float:
        first = run.record.step
        start = time.perf_counter()
        for batch in run.batches(first + count):
            run.advance(*batch)
        return time.perf_counter() - start

    return steps


def compile_step(run: "Run") -> None:
    """Have a run's step compiled by XLA; no option of the project's, for on CPUs it is slower."""
    import tensorflow as tf

    run._step = tf.function(run._graph_step, autograph=False, jit_compile=True)  # noqa: SLF001


def ours(system: str, seconds: float) -> dict[str, Callable[[], float]]:
    """Ours, without the fast forms of layers in wgan/gan/fast, and with fewer digits, if the processor can."""
    chosen = SYSTEMS[system]
    config, images = chosen.config, chosen.images()
    fast = our_steps(config, images)
    with patch("wgan.gan.run.accelerate", lambda model, *_: model):
        plain = our_steps(config, images)
    contenders = {OURS: fast, PLAIN: plain}
    if HALF in dtypes():
        contenders[FEWER] = our_steps(replace(config, precision="mixed_bfloat16"), images)
    return {name: steady(steps, seconds) for name, steps in contenders.items()}
