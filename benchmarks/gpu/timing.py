"""A step on the GPU in all the ways there are, and on the CPU."""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from benchmarks.common.rounds import Factory, Work
from benchmarks.gpu.systems import CONDITIONAL
from benchmarks.speed.limit import has_torch
from benchmarks.speed.ours import FEWER, OURS, our_steps, steady
from benchmarks.speed.peers_keras import usual
from benchmarks.speed.systems import SYSTEMS
from benchmarks.speed.training import torch_eager

SECONDS = 1.5
"""Of each measurement, about."""
COMPILED = "ours, jit_compile"
ON_CPU = "ours, on the CPU"


def contenders(system: str) -> list[list[Factory]]:
    """All that can run here, those together that are to take turns; none for the conditional system, which has no peers.

    What XLA compiles, which takes minutes, is last and alone.
    """
    if system == CONDITIONAL:
        return []
    # several processes share the card: none may take all of its memory
    os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
    factories: list[Factory] = [
        partial(on_gpu, system),
        partial(on_cpu, system),
        *([partial(torch_eager, system, SECONDS)] if has_torch() else []),
    ]
    # Keras compiles by XLA on GPUs, unless one says no
    return [factories, [partial(usual, system, SECONDS)], [partial(compiled, system)]]


def on_gpu(system: str) -> Mapping[str, Work]:
    """Ours in both precisions."""
    chosen = SYSTEMS[system]
    half = replace(chosen.config, precision="mixed_bfloat16")
    return {
        name: steady(our_steps(config, chosen.images()), SECONDS)
        for name, config in ((OURS, chosen.config), (FEWER, half))
    }


def compiled(system: str) -> Mapping[str, Work]:
    """Ours by XLA."""
    chosen = SYSTEMS[system]
    return {COMPILED: steady(our_steps(chosen.config, chosen.images(), compiled=True), SECONDS)}


def on_cpu(system: str) -> Mapping[str, Work]:
    """Ours where no GPU is seen."""
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    chosen = SYSTEMS[system]
    return {ON_CPU: steady(our_steps(chosen.config, chosen.images()), SECONDS)}
