"""Time and memory of the look for copies in a large colour set.

    python -m benchmarks.evaluation.large [ARCHIVE]

45,000 training images of 64x64x3, 1,000 unseen and 1,000 generated ones: from an archive of
images, the training images mirrored and shifted as often as it takes, or else smooth random ones.
Training images come from a file of float32, as `prepare` leaves them.
"""

import resource
import tempfile
import time
import zipfile
from pathlib import Path

import click
import cv2
import numpy as np
from PIL import Image

from wgan.evaluation.held import release
from wgan.evaluation.memorization import memorization
from wgan.evaluation.neighbours import nearest
from wgan.evaluation.pruning import pruned
from wgan.evaluation.reduced import block_means
from wgan.evaluation.settings import CopyingSettings
from wgan.images import Bytes, Float, to_float

TRAIN, OTHERS, SIDE = 45_000, 1_000, 64
PART = 1000
"""Training images made at a time."""
CHECKED = 32
"""Queries whose neighbours are looked for in every image as well."""


@click.command()
@click.argument(
    "archive", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def main(archive: Path | None) -> None:
    """Print seconds, processor seconds and the greatest memory in use."""
    rng = np.random.default_rng(0)
    real = faces(archive, rng) if archive else None
    with tempfile.TemporaryDirectory() as folder:
        train = training(Path(folder) / "train.npy", real, rng)
        unseen, generated = (
            smooth(OTHERS, rng) if real is None else real[start : start + OTHERS].copy()
            for start in (0, OTHERS)
        )
        del real
        wall, processor = time.perf_counter(), time.process_time()
        found = memorization(generated, train, unseen, CopyingSettings())
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{wall:.0f} s, {processor:.0f} processor seconds, {peak:.2f} GiB at most")
        print(
            f"{found.verdict}, {found.flagged} flagged; of sets with planted copies {found.control.power:.0%} called copying"
        )
        few = train[: TRAIN // 4]
        references = np.ascontiguousarray(np.rint(few * 127.5 + 127.5).astype(np.uint8))
        queries = generated[:CHECKED]
        ours = pruned(queries, references, block_means(references), 50)
        print(
            "the same neighbours:",
            bool((ours.index == nearest(queries, references, 50).index).all()),
        )


def faces(archive: Path, rng: np.random.Generator) -> Bytes:
    """All JPEG images, their middle square as 64x64x3, in random order."""
    with zipfile.ZipFile(archive) as opened:
        names = sorted(name for name in opened.namelist() if name.endswith(".jpg"))
        images = np.empty((len(names), SIDE, SIDE, 3), np.uint8)
        for row, name in zip(rng.permutation(len(names)), names, strict=True):
            with opened.open(name) as file:
                image = np.asarray(Image.open(file).convert("RGB"))
            least = min(image.shape[:2])
            top, left = ((side - least) // 2 for side in image.shape[:2])
            square = image[top : top + least, left : left + least]
            images[row] = cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return images


def smooth(count: int, rng: np.random.Generator) -> Bytes:
    """Random colours on 8x8 points, enlarged."""
    points = rng.integers(0, 256, (count, 8, 8, 3), dtype=np.uint8)
    return np.stack(
        [cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) for image in points]
    )


def training(path: Path, real: Bytes | None, rng: np.random.Generator) -> Float:
    """Write training images and map them; `real` without the first ones, which are for the others."""
    kept: Float = np.lib.format.open_memmap(path, "w+", np.float32, (TRAIN, SIDE, SIDE, 3))
    for start in range(0, TRAIN, PART):
        if real is None:
            images = smooth(PART, rng)
        else:
            rows = np.arange(start, start + PART)
            turn, places = np.divmod(rows, len(real) - 2 * OTHERS)
            images = real[2 * OTHERS + places]
            images = np.where(turn[:, None, None, None] % 2, images[:, :, ::-1], images)
            images = np.roll(images, 3 * int(turn[0] // 2), axis=2)
        kept[start : start + PART] = to_float(images)
        release(kept)
    mapped: Float = np.load(path, mmap_mode="r")
    return mapped


if __name__ == "__main__":
    main()
