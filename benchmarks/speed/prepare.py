"""Preparing photographs: time against Keras's own reader, and memory against their number.

    python -m benchmarks.speed.prepare [--images 10000] [--memory 1000,10000,50000]

Each measurement runs in a process of its own, in turn, after the files were read once, so that all
find them in the system's cache.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np

from benchmarks.common.rounds import peak

ROUNDS = 3
SIZE = 64
PHOTO = (178, 218)
"""Width and height of CelebA's aligned faces."""


def make_photos(folder: Path, count: int) -> None:
    """Write JPEGs of about 8 kB, as smooth and as grainy as photographs, in two classes."""
    from PIL import Image

    rng = np.random.default_rng(0)
    for name in "ab":
        (folder / name).mkdir(parents=True)
    grain = rng.integers(-8, 8, (64, PHOTO[1], PHOTO[0], 1))
    for i in range(count):
        coarse = rng.normal(128, 60, (14, 12, 3)).clip(0, 255).astype(np.uint8)
        smooth = np.asarray(Image.fromarray(coarse).resize(PHOTO, Image.Resampling.BICUBIC))
        pixels = (smooth + grain[i % len(grain)]).clip(0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / "ab"[i % 2] / f"{i:06}.jpg", quality=75)


def ours(source: Path) -> dict[str, float]:
    """The whole stage: list, decode, split, write float32."""
    from wgan.data.classes import Selection
    from wgan.data.decoding.look import Look
    from wgan.data.files.image_files import image_files
    from wgan.data.prepare import prepare
    from wgan.data.split import Shares

    start = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory(dir=source.parent) as out:
        images = image_files(source)
        prepare(images, Path(out), Selection(), Look(SIZE, 3), Shares())
        return _measured(start, len(images.names))


def keras_reader(source: Path, interpolation: str) -> dict[str, float]:
    """One full pass, from making the data set on; the images are not kept."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras

    start = time.perf_counter(), time.process_time()
    images = keras.utils.image_dataset_from_directory(
        source,
        image_size=(SIZE, SIZE),
        batch_size=64,
        shuffle=False,
        crop_to_aspect_ratio=True,
        interpolation=interpolation,
        verbose=False,
    )
    return _measured(start, sum(len(batch) for batch, _ in images))


def _measured(start: tuple[float, float], count: int) -> dict[str, float]:
    return {
        "wall": time.perf_counter() - start[0],
        "cpu": time.process_time() - start[1],
        "images": count,
        "megabytes": peak(),
    }


def _in_own_process(how: str, source: Path) -> dict[str, float]:
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "benchmarks.speed.prepare",
        "--only",
        how,
        "--source",
        str(source),
    ]
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    values: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return values | {"process": time.perf_counter() - start}


def _compare(source: Path, count: int) -> None:
    names = ["ours", "bilinear", "bicubic", "area"]
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            runs[name].append(_in_own_process(name, source))
    print(f"{count:,} JPEGs of {PHOTO[0]}x{PHOTO[1]} to {SIZE}x{SIZE}, {os.cpu_count()} cores;")
    print(f"medians of {ROUNDS} rounds; ratios to ours in brackets\n")
    print("| how | seconds | processor seconds | with start-up | MB at most |")
    print("|---|---|---|---|---|")
    middle = {
        name: {key: statistics.median(run[key] for run in runs[name]) for key in runs[name][0]}
        for name in names
    }
    for name, values in middle.items():
        cells = [
            f"{values[key]:.1f} ({values[key] / middle['ours'][key]:.2f})"
            for key in ("wall", "cpu", "process")
        ]
        label = "prepare" if name == "ours" else f"image_dataset_from_directory, {name}"
        print(f"| {label} | {' | '.join(cells)} | {values['megabytes']:.0f} |")


def _grow(folder: Path, photos: list[Path], counts: list[int]) -> None:
    print("\n| images in a zip | seconds | images per second | MB at most |")
    print("|---|---|---|---|")
    for count in counts:
        path = folder / "grown.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for i in range(count):
                archive.write(photos[i % len(photos)], f"{'ab'[i % 2]}/{i:07}.jpg")
        values = _in_own_process("ours", path)
        rate = count / values["wall"]
        print(f"| {count:,} | {values['wall']:.1f} | {rate:,.0f} | {values['megabytes']:.0f} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--memory", default="1000,10000,50000", help="numbers of images")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        source = options.source
        print(
            json.dumps(
                ours(source) if options.only == "ours" else keras_reader(source, options.only)
            )
        )
        return
    folder = Path(tempfile.mkdtemp(prefix="prepare-"))
    try:
        make_photos(folder / "photos", options.images)
        photos = sorted((folder / "photos").rglob("*.jpg"))
        _compare(folder / "photos", options.images)
        _grow(folder, photos, [int(count) for count in options.memory.split(",")])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
