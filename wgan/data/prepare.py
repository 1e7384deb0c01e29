"""Decode a source on all cores and write its splits, through memory maps, as the stages read them."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.format import open_memmap
from tqdm import tqdm

from wgan import images as representation
from wgan.data.decode import square
from wgan.data.source import NO_LABEL, Source, Unreadable, select_classes
from wgan.data.split import SPLITS, split
from wgan.errors import InputError

CHUNK = 1024
"""Images converted or handed to the threads at a time; bounds the memory in use."""


@dataclass(frozen=True)
class Pool:
    """All usable images of one run."""

    images: npt.NDArray[np.uint8]
    """(N, S, S, C), a memory map."""
    kept: npt.NDArray[np.int64]
    """Where in `images` the readable ones are."""
    labels: npt.NDArray[np.int64]
    """(len(kept),) index into `classes`."""
    classes: tuple[str, ...]
    skipped: list[tuple[str, str]]
    sha256: str | None


def prepare(
    source: Source,
    out: Path,
    *,
    classes: tuple[str, ...],
    image_size: int,
    channels: int,
    validation: float,
    test: float,
    seed: int,
) -> dict[str, Any]:
    """Write `{train,validation,test}_{images,labels}.npy` into the folder `out`.

    Images are float32 (N, S, S, C) in [-1, 1], labels int64. Returns the account of what was read,
    for dataset.json. Raises InputError if nothing is readable or too little for the split.
    """
    scratch = out / "pool.npy"
    pool = _decode(source, scratch, classes, image_size, channels)
    parts = split(pool.labels, validation, test, seed)
    for name in SPLITS:
        _write_images(out / f"{name}_images.npy", pool, parts[name])
        np.save(out / f"{name}_labels.npy", pool.labels[parts[name]])
    scratch.unlink()
    return {
        "name": source.name,
        "classes": list(pool.classes),
        "shape": [image_size, image_size, channels],
        "counts": {name: len(parts[name]) for name in SPLITS},
        "class_counts": {
            name: np.bincount(labels[labels >= 0], minlength=len(pool.classes)).tolist()
            for name in SPLITS
            for labels in [pool.labels[parts[name]]]
        },
        "source": {**source.origin, **({"sha256": pool.sha256} if pool.sha256 else {})},
        "skipped": [{"file": file, "reason": reason} for file, reason in pool.skipped],
    }


def _decode(
    source: Source, scratch: Path, wanted: tuple[str, ...], size: int, channels: int
) -> Pool:
    chosen = select_classes(source, wanted)
    shape = (len(chosen), size, size, channels)
    images = open_memmap(scratch, mode="w+", dtype=np.uint8, shape=shape)
    hashes: dict[int, str] = {}
    failed: dict[int, str] = {}

    def work(position: int) -> None:
        index = int(chosen[position])
        try:
            item = source.read(index)
            images[position] = square(item.image, size, channels)
            if item.sha256:
                hashes[index] = item.sha256
        except Unreadable as error:
            failed[position] = str(error)

    with ThreadPoolExecutor(os.cpu_count()) as pool, _progress(len(chosen)) as bar:
        for chunk in _chunks(len(chosen)):
            for _ in pool.map(work, chunk):
                bar.update()
    kept = np.array([p for p in range(len(chosen)) if p not in failed], np.int64)
    if not len(kept):
        first = next(iter(failed.values()))
        raise InputError(f"{source.name}: none of its {len(chosen)} images is readable ({first})")
    labels = source.labels[chosen[kept]]
    names = tuple(name for name in source.classes if not wanted or name in wanted)
    reindex = {source.classes.index(name): label for label, name in enumerate(names)}
    return Pool(
        images=images,
        kept=kept,
        labels=np.array([reindex.get(int(label), NO_LABEL) for label in labels], np.int64),
        classes=names,
        skipped=[
            *source.skipped,
            *((source.names[chosen[position]], failed[position]) for position in sorted(failed)),
        ],
        sha256=_digest([(source.names[index], hashes[index]) for index in sorted(hashes)]),
    )


def _write_images(path: Path, pool: Pool, part: npt.NDArray[np.int64]) -> None:
    shape = (len(part), *pool.images.shape[1:])
    target = open_memmap(path, mode="w+", dtype=np.float32, shape=shape)
    for chunk in _chunks(len(part)):
        span = slice(chunk.start, chunk.stop)
        target[span] = representation.to_float(pool.images[pool.kept[part[span]]])
    target.flush()


def _digest(files: list[tuple[str, str]]) -> str | None:
    """One hash over the names and hashes of many files, as `sha256sum FILES | sha256sum` gives it."""
    if not files:
        return None
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def _chunks(count: int) -> Iterator[range]:
    return (range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))


def _progress(total: int) -> "tqdm[Any]":
    return tqdm(total=total, desc="prepare", unit=" images", disable=None)
