"""Reading images: into the pipeline, and into training."""

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.common.context import ROOT, Context
from benchmarks.common.rounds import Work, measure
from benchmarks.common.tables import number, table
from benchmarks.speed.ours import our_steps, steady
from benchmarks.speed.systems import SYSTEMS
from benchmarks.speed.workspace import default_run, in_turn

IMAGES = 60_000
MEMORY, MAPPED = "memory", "memory map"
HOW = "digits and steps: median of {rounds} rounds"


def fed(folder: Path, images: int, seconds: float) -> Mapping[str, Work]:
    """Training the default from an array, and from a file."""
    system = SYSTEMS["default"]
    array = system.images(images)
    path = folder / "train_images.npy"
    np.save(path, array)
    from_file = np.load(path, mmap_mode="r")
    return {
        name: steady(our_steps(system.config, source), seconds)
        for name, source in ((MEMORY, array), (MAPPED, from_file))
    }


def section(context: Context) -> str:
    """Measure and tabulate: digits, memory map, photographs."""
    digits = in_turn({"digits": default_run(context).stage("prepare")}, context.rounds)["digits"]
    count, seconds = (2000, 0.1) if context.quick else (IMAGES, 2.0)
    steps = measure([partial(fed, context.folder, count, seconds)], context.rounds)
    rows = [
        ["prepare, 5,000 bundled digits", f"{number(digits.median)} s"],
        [
            f"a step of the default without labels, penalty at every update, {count:,} images in memory",
            _milliseconds(steps[MEMORY].median),
        ],
        ["the same from a memory map", _milliseconds(steps[MAPPED].median)],
    ]
    return f"{table(['what', 'time'], rows)}\n\n{_photographs(context)}"


def _photographs(context: Context) -> str:
    """Benchmark prepare on JPEGs; it prints its own tables."""
    few = ["--images", "300", "--memory", "300"] if context.quick else []
    command = [sys.executable, "-m", "benchmarks.speed.prepare", *few]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def _milliseconds(seconds: float) -> str:
    return f"{number(seconds * 1e3)} ms"
