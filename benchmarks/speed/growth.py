"""How cost grows: a step with batch and image size; the rest with the number of images."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.common.context import ROOT, Context
from benchmarks.common.rounds import Factory, Work, measure
from benchmarks.common.tables import number, table
from benchmarks.speed.growth_data import UNSEEN, make_sources, mapped, zipped
from benchmarks.speed.growth_picture import Curve, draw
from benchmarks.speed.ours import our_steps, steady
from benchmarks.speed.systems import SYSTEMS
from wgan.images import Bytes

PICTURE = ROOT / "docs" / "pictures" / "growth.png"
BATCHES: Sequence[int] = (8, 16, 32, 64, 128)
SIDES: Sequence[int] = (16, 28, 48, 64, 96)
COUNTS: Sequence[int] = (1_000, 4_000, 16_000, 64_000, 200_000)
GENERATED = 1000
STEPS = 3
"""Of training, where its memory is measured: enough to claim it."""
HOW = "steps: median of {rounds} rounds; by number of images: once"


def step_times(batches: Sequence[int], sides: Sequence[int], seconds: float) -> Mapping[str, Work]:
    """Steps of the default's networks: its images at several batch sizes, larger images."""
    config = SYSTEMS["default"].config
    rng = np.random.default_rng(0)

    def contender(batch: int, side: int) -> Work:
        images = rng.uniform(-1, 1, (500, side, side, 1)).astype(np.float32)
        return steady(our_steps(replace(config, batch_size=batch), images), seconds)

    by_batch = {f"batch {batch}": contender(batch, 28) for batch in batches}
    return by_batch | {f"side {side}": contender(config.batch_size, side) for side in sides}


def prepare_images(folder: Path, count: int) -> Mapping[str, Work]:
    """Prepare, from a zip of PNG files of 28x28."""
    from wgan.data.classes import Selection
    from wgan.data.decoding.look import Look
    from wgan.data.files.image_files import image_files
    from wgan.data.prepare import prepare
    from wgan.data.split import Shares

    def once() -> float:
        out = folder / f"prepared-{count}"
        out.mkdir()
        start = time.perf_counter()
        source = image_files(zipped(folder, count))
        prepare(source, out, Selection(), Look(28, 1), Shares())
        return time.perf_counter() - start

    return {"prepare": once}


def look_for_copies(folder: Path, count: int) -> Mapping[str, Work]:
    """The part of evaluate that grows: GENERATED images searched among `count`."""
    from wgan.evaluation.memorization import memorization
    from wgan.evaluation.settings import CopyingSettings

    images = mapped(folder)
    # the rows past the training images: nobody's neighbours
    generated: Bytes = np.rint(images[-GENERATED:] * 127.5 + 127.5).astype(np.uint8)
    unseen = images[-GENERATED - UNSEEN : -GENERATED]

    def once() -> float:
        start = time.perf_counter()
        memorization(generated, images[:count], unseen, CopyingSettings())
        return time.perf_counter() - start

    return {"evaluate": once}


def train_from(folder: Path, count: int, *, in_memory: bool) -> Mapping[str, Work]:
    """A few steps, for the memory that they take."""
    images = mapped(folder)[:count]
    steps = our_steps(SYSTEMS["default"].config, images.copy() if in_memory else images)
    return {"train": lambda: steps(STEPS) / STEPS}


def section(context: Context) -> str:
    """Measure, tabulate and draw."""
    batches, sides, counts, seconds = BATCHES, SIDES, COUNTS, 0.7
    if context.quick:
        batches, sides, counts, seconds = BATCHES[:2], SIDES[:2], (500, 1000), 0.1
    steps = measure([partial(step_times, batches, sides, seconds)], context.rounds)
    by_batch = Curve("step, by batch", batches, [steps[f"batch {n}"].median for n in batches])
    by_side = Curve(
        "step, by pixels of an image",
        [side * side for side in sides],
        [steps[f"side {side}"].median for side in sides],
    )
    times, peaks = _by_count(context.folder, counts)
    picture = context.folder / PICTURE.name if context.quick else PICTURE
    draw(picture, [by_batch, by_side], times, peaks)
    return "\n\n".join(
        [
            _steps(by_batch, "batch", [str(n) for n in batches]),
            _steps(by_side, "images", [f"{side}x{side}" for side in sides]),
            _counts(counts, times, peaks),
            f"![How cost grows, on logarithmic axes](pictures/{PICTURE.name})",
        ]
    )


def _by_count(folder: Path, counts: Sequence[int]) -> tuple[list[Curve], list[Curve]]:
    """Seconds, and peak megabytes, each run in a process of its own."""
    measure([partial(make_sources, folder, counts)], rounds=1)
    kinds: dict[str, Callable[[Path, int], Mapping[str, Work]]] = {
        "prepare": prepare_images,
        "evaluate, search for copies": look_for_copies,
        "train, from memory": partial(train_from, in_memory=True),
        "train, from a memory map": partial(train_from, in_memory=False),
    }
    times, peaks = [], []
    for name, kind in kinds.items():
        found = [_alone(partial(kind, folder, count)) for count in counts]
        if not name.startswith("train"):
            times.append(Curve(name, counts, [seconds for seconds, _ in found]))
        peaks.append(Curve(name, counts, [megabytes for _, megabytes in found]))
    return times, peaks


def _alone(factory: Factory) -> tuple[float, float]:
    (result,) = measure([factory], rounds=1).values()
    return result.median, result.megabytes


def _steps(curve: Curve, axis: str, names: Sequence[str]) -> str:
    rows = [[name, number(y * 1e3)] for name, y in zip(names, curve.y, strict=True)]
    rows.append(["exponent", f"{curve.exponent:.2f}"])
    return table([axis, f"ms, {curve.name}"], rows)


def _counts(counts: Sequence[int], times: Sequence[Curve], peaks: Sequence[Curve]) -> str:
    columns = [(f"{curve.name}, s", curve) for curve in times]
    columns += [(f"{curve.name}, peak MB", curve) for curve in peaks]
    rows = [
        [f"{count:,}", *(number(curve.y[i]) for _, curve in columns)]
        for i, count in enumerate(counts)
    ]
    rows.append(["exponent", *(f"{curve.exponent:.2f}" for _, curve in columns)])
    return table(["images", *(name for name, _ in columns)], rows)
