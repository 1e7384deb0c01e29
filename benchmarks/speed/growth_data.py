"""Digits by the hundred thousand, as an archive and as an array on disk."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from benchmarks.common.rounds import Work
from wgan.images import Float, to_float

UNSEEN = 2000
SPARE = 5000
"""Rows of the array past the largest number asked for."""
BLOCK = 5000
DIFFERENT = 2000
"""Files of the archives that differ; the others repeat them under other names."""


def make_sources(folder: Path, counts: Sequence[int]) -> Mapping[str, Work]:
    """Write an archive of PNG files per count, and one float32 array of the largest and a few."""
    from PIL import Image

    from benchmarks.evaluation.sets import digits, enlarge

    rng = np.random.default_rng(0)
    pool = digits()[0]
    rows = max(counts) + SPARE
    array = np.lib.format.open_memmap(
        _array(folder), mode="w+", dtype=np.float32, shape=(rows, 28, 28, 1)
    )
    for start in range(0, rows, BLOCK):
        array[start : start + BLOCK] = to_float(enlarge(pool, min(BLOCK, rows - start), rng))
    array.flush()
    files = []
    for image in enlarge(pool, DIFFERENT, rng):
        buffer = BytesIO()
        Image.fromarray(image[..., 0]).save(buffer, "PNG")
        files.append(buffer.getvalue())
    for count in counts:
        with zipfile.ZipFile(zipped(folder, count), "w") as archive:
            for i in range(count):
                archive.writestr(f"{'ab'[i % 2]}/{i:07}.png", files[i % DIFFERENT])
    return {"made": lambda: float(rows)}


def zipped(folder: Path, count: int) -> Path:
    """The archive of so many files."""
    return folder / f"{count}.zip"


def mapped(folder: Path) -> Float:
    """The array, as a memory map."""
    images: Float = np.load(_array(folder), mmap_mode="r")
    return images


def _array(folder: Path) -> Path:
    return folder / "digits.npy"
