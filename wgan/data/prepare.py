"""Write the three splits of a source, as the later stages read them, and the account of them."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.format import dtype_to_descr, write_array_header_1_0

from wgan import images as representation
from wgan.data.classes import Selection
from wgan.data.decoding import pool as pools
from wgan.data.decoding.look import Look
from wgan.data.disk import write_at
from wgan.data.doubles import Doubles, account, first_equals, together
from wgan.data.source import Indices, Skipped, Source
from wgan.data.split import SPLITS, Shares, split

CHUNK = 1 << 18
"""Bytes of pixels converted at a time: four times that as float32, which the processor's cache holds."""
LISTED = 100
"""Skipped files that dataset.json names; it counts all of them."""
REASONS = 20
Written = tuple[dict[str, str], tuple[int, int]]


def prepare(
    source: Source,
    out: Path,
    selection: Selection,
    look: Look,
    shares: Shares,
    doubles: Doubles = Doubles(),  # noqa: B008 - frozen
) -> dict[str, Any]:
    """Write `{train,validation,test}_{images,labels}.npy` into the folder `out`.

    Images are float32 (N, S, S, C) in [-1, 1], labels int64. Returns the account of what was read,
    for dataset.json. Raises InputError if nothing is readable or too little for the split.
    """
    chosen = selection.indices(source)
    pool = pools.decode(source, chosen, look, out / "pool")
    first = first_equals(pool.digests)
    names, labels = selection.relabel(source, pool.chosen)
    equal = account(first, labels, doubles)
    kept = doubles.apply(pool, first, source.names)
    if kept is not pool:
        pool, first = kept, np.arange(len(kept.kept))
        names, labels = selection.relabel(source, pool.chosen)
    groups = [source.groups[at] for at in pool.chosen] if source.groups else []
    in_groups = Counter(filter(None, groups))
    parts = split(labels, shares, together(first, groups))
    files, values = _write_images(out, pool, parts)
    for name in SPLITS:
        file = f"{name}_labels.npy"
        with _npy(out / file, (len(parts[name]),), np.int64) as npy:
            npy.append(labels[parts[name]])
        files[file] = npy.sha256
    pool.path.unlink()
    skipped = sorted([*source.skipped, *pool.skipped])
    bare = [source.names[at] for at in pool.chosen[labels < 0]]
    return {
        "name": source.name,
        "classes": list(names),
        "empty_classes": selection.empty(source, names),
        "shape": [look.image_size, look.image_size, look.channels],
        "counts": {name: len(parts[name]) for name in SPLITS},
        "class_counts": {
            name: np.bincount(part[part >= 0], minlength=len(names)).tolist()
            for name in SPLITS
            for part in [labels[parts[name]]]
        },
        "unlabelled_count": len(bare),
        "unlabelled": bare[:LISTED],
        "doubles": equal,
        "groups": len(in_groups),
        "largest_group": max(in_groups.values(), default=0),
        "values": {"least": values[0], "largest": values[1]},
        "files": dict(sorted(files.items())),
        "source": {**source.origin, **({"sha256": pool.sha256} if pool.sha256 else {})},
        "remarks": _reasons(source.remarks),
        "skipped_count": len(skipped),
        "skipped_reasons": _reasons(skipped),
        "skipped": [{"file": file, "reason": reason} for file, reason in skipped[:LISTED]],
    }


def _write_images(out: Path, pool: pools.Pool, parts: dict[str, Indices]) -> Written:
    """Deal the pool out in one pass, from front to end.

    Returns the sha256 of each file, and the least and the largest value of all.
    """
    home = np.empty(len(pool.kept), np.int64)
    for number, name in enumerate(SPLITS):
        home[parts[name]] = number
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(
                _npy(out / f"{name}_images.npy", (len(parts[name]), *pool.shape), np.float32)
            )
            for name in SPLITS
        }
        least, largest = 255, 0
        for start, pixels in pool.chunks(CHUNK):
            least, largest = min(least, int(pixels.min())), max(largest, int(pixels.max()))
            owner = home[start : start + len(pixels)]
            for number, name in enumerate(SPLITS):
                files[name].append(representation.to_float(pixels[owner == number]))
    hashes = {f"{name}_images.npy": file.sha256 for name, file in files.items()}
    return hashes, (least, largest)


def _reasons(skipped: list[Skipped]) -> dict[str, int]:
    """The commonest reasons and how often each was met."""
    counts = Counter(reason for _, reason in skipped)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:REASONS])


class _Hashed:
    """A file written piece by piece; each is hashed while the next one is made and written."""

    def __init__(self, file: io.FileIO, path: Path, hasher: Executor) -> None:
        self._file = file
        self._path = path
        self._size = 0
        self._hash = hashlib.sha256()
        self._hasher = hasher
        self._hashed: Future[None] | None = None

    def append(self, rows: npt.NDArray[Any]) -> None:
        data = np.ascontiguousarray(rows).reshape(-1).view(np.uint8).data
        self._wait()
        self._hashed = self._hasher.submit(self._hash.update, data)
        write_at(self._file.fileno(), data, self._size, self._path)
        self._size += len(data)

    @property
    def sha256(self) -> str:
        self._wait()
        return self._hash.hexdigest()

    def _wait(self) -> None:
        # one piece ahead, no more: memory stays bounded
        if self._hashed:
            self._hashed.result()


@contextmanager
def _npy(path: Path, shape: tuple[int, ...], dtype: type[np.generic]) -> Iterator[_Hashed]:
    """Open a .npy file, to which rows are then appended."""
    header = io.BytesIO()
    descr = dtype_to_descr(np.dtype(dtype))
    write_array_header_1_0(header, {"descr": descr, "fortran_order": False, "shape": shape})
    with path.open("wb", buffering=0) as file, ThreadPoolExecutor(1) as hasher:
        npy = _Hashed(file, path, hasher)
        npy.append(np.frombuffer(header.getvalue(), np.uint8))
        yield npy
