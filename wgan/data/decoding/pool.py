"""Decode the images of a source on all cores, into one file of pixels on disk."""

import hashlib
import os
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from tqdm import tqdm

from wgan.data.decoding.budget import Budget
from wgan.data.decoding.decode import picture
from wgan.data.decoding.look import Look
from wgan.data.disk import write_at
from wgan.data.doubles import digest
from wgan.data.source import Bytes, Delivery, Indices, Skipped, Source, Unreadable
from wgan.errors import InputError

_WAITING = 1 << 26
"""Bytes of files that are read but not decoded yet (64 MB)."""
_BATCH = 16
"""Images handed to a thread at a time: handing over costs as much as decoding a small one."""


@dataclass(frozen=True)
class Pool:
    """The pixels of the images that could be read, in the order of the source."""

    path: Path
    """Raw uint8, (N, S, S, C) with the unreadable ones left out when read with `chunks`."""
    shape: tuple[int, int, int]
    kept: Indices
    """Places in the file of the readable images, ascending."""
    chosen: Indices
    """For each readable image its index in the source."""
    digests: list[bytes]
    """Of the pixels of each readable image, as `wgan.data.doubles.digest` gives them."""
    skipped: list[Skipped]
    sha256: str | None
    """Of the files, as `sha256sum FILES | sha256sum` gives it; None where the source knows its own."""

    def chunks(self, size: int) -> Iterator[tuple[int, Bytes]]:
        """Read about `size` bytes of images at a time: (number of those before, (n, S, S, C))."""
        each = int(np.prod(self.shape))
        step = max(1, size // each)
        with self.path.open("rb") as file:
            start = 0
            while start < len(self.kept):
                places = self.kept[start : start + step]
                # no farther than that many places: between them may lie any number of images left out
                places = places[places < places[0] + 2 * step]
                file.seek(int(places[0]) * each)
                span = np.fromfile(file, np.uint8, (int(places[-1] - places[0]) + 1) * each)
                yield start, span.reshape(-1, *self.shape)[places - places[0]]
                start += len(places)


def decode(source: Source, chosen: Indices, look: Look, path: Path) -> Pool:
    """Decode the images `chosen` (ascending) of `source` into the new file `path`.

    Raises InputError if none is readable.
    """
    shape = (look.image_size, look.image_size, look.channels)
    size = int(np.prod(shape))
    failed: dict[int, str] = {}
    hashes: dict[int, bytes] = {}
    digests: dict[int, bytes] = {}

    with path.open("wb", buffering=0) as file:

        def work(batch: list[Delivery]) -> None:
            places = np.searchsorted(chosen, [delivery.at for delivery in batch]).tolist()
            for place, delivery in zip(places, batch, strict=True):
                try:
                    content = delivery.read()
                    if isinstance(content, bytes):
                        hashes[place] = hashlib.sha256(content).digest()
                    pixels = np.ascontiguousarray(picture(content, look))
                    digests[place] = digest(pixels)
                    write_at(file.fileno(), pixels.reshape(-1).data, place * size, path)
                except Unreadable as error:
                    failed[place] = str(error)

        with (
            _quiet(),
            tqdm(total=len(chosen), desc="prepare", unit=" images", ncols=80, disable=None) as bar,
        ):
            _run(work, source.deliver(chosen), bar)
    kept = np.array([place for place in range(len(chosen)) if place not in failed], np.int64)
    if not len(kept):
        first = f"{source.names[chosen[0]]}: {failed[0]}" if failed else "it has none"
        raise InputError(f"{source.name}: none of its {len(chosen)} images is readable ({first})")
    lines = (
        (source.names[chosen[place]], hashes[place].hex()) for place in kept if place in hashes
    )
    return Pool(
        path=path,
        shape=shape,
        kept=kept,
        chosen=chosen[kept],
        digests=[digests[place] for place in kept],
        skipped=[(source.names[chosen[place]], failed[place]) for place in sorted(failed)],
        sha256=_digest(lines) if hashes else None,
    )


def _run(
    work: Callable[[list[Delivery]], None], deliveries: Iterable[Delivery], bar: "tqdm[Any]"
) -> None:
    """Hand batches to as many threads as cores, no faster than they are worked off."""
    threads = os.cpu_count() or 1
    # these threads are enough; OpenCV would start as many for each image
    cv2.setNumThreads(1)
    waiting = Budget(_WAITING)
    errors: list[BaseException] = []

    lock = threading.Lock()

    def done(count: int, taken: int, future: "Future[None]") -> None:
        waiting.give(taken)
        if error := future.exception():
            errors.append(error)
        with lock:
            bar.update(count)

    with ThreadPoolExecutor(threads) as executor:
        for batch in _batches(deliveries):
            taken = waiting.take(sum(item.held for item in batch) + _WAITING // (4 * threads))
            if errors:
                break
            executor.submit(work, batch).add_done_callback(partial(done, len(batch), taken))
    if errors:
        raise errors[0]


def _batches(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    batch: list[Delivery] = []
    held = 0
    for delivery in deliveries:
        batch.append(delivery)
        held += delivery.held
        if len(batch) == _BATCH or held > _WAITING // 16:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _digest(files: Iterable[tuple[str, str]]) -> str:
    """One hash over the names and hashes of many files."""
    digest = hashlib.sha256()
    for name, sha256 in files:
        digest.update(f"{sha256}  {name}\n".encode())
    return digest.hexdigest()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back Pillow's warnings about odd files; what matters is in the account."""
    # set around all threads: filters belong to the process
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield
