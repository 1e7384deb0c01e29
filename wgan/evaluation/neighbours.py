"""Exact nearest neighbours by mean absolute difference (L1) of 8-bit images."""

import itertools
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from wgan.images import Bytes, Float, to_bytes

CHUNK_BYTES = 2**20
"""References compared at a time: they stay in a core's cache (measured: 1.6x faster)."""
QUERY_ROWS = 256
"""Queries per task of a thread."""
LARGEST = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Neighbours:
    """For each of m images its k nearest references, nearest first; both arrays are (m, k).

    `distance` is what the search went by. `nearest` gives the mean absolute difference per pixel
    and channel, in grey levels 0..255; equal sums of differences give equal floats.
    """

    distance: npt.NDArray[np.float64]
    index: npt.NDArray[np.int64]


def as_bytes(images: Bytes | Float) -> Bytes:
    """Contiguous uint8 images of the same shape; float32 in [-1, 1] is rounded as on saving."""
    if images.dtype == np.uint8:
        return np.ascontiguousarray(images, dtype=np.uint8)
    return np.ascontiguousarray(to_bytes(np.asarray(images, dtype=np.float32)))


def nearest(queries: Bytes, references: Bytes | Float, k: int) -> Neighbours:
    """Find the `min(k, n)` nearest of n references for each query, exactly.

    Args:
        queries: (m, H, W, C) uint8.
        references: (n, H, W, C), n >= 1, uint8 or float32 in [-1, 1]; a memory map will do: no
            more than CHUNK_BYTES values of it, or 2 k images, are converted at a time.
        k: How many, at least 1. Equal distances come in the order of the references.

    """
    m, n = len(queries), len(references)
    k = min(k, n)
    rows = queries.reshape(m, -1)
    total = np.full((m, k), LARGEST, dtype=np.int32)
    index = np.full((m, k), -1, dtype=np.int32)
    tasks = [slice(start, start + QUERY_ROWS) for start in range(0, m, QUERY_ROWS)]
    threads = cv2.getNumThreads()
    # two calls side by side use two cores fully; OpenCV's own threads slow a call down
    cv2.setNumThreads(1)
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            chunks = _chunks(references, k)
            for start, chunk in tqdm(
                chunks, "evaluate: nearest", unit=" parts", ncols=80, delay=2, disable=None
            ):
                work = partial(_merge, rows, chunk, start, total, index)
                list(pool.map(work, tasks))
    finally:
        cv2.setNumThreads(threads)
    return Neighbours(total / rows.shape[1], index.astype(np.int64))


def without_self(found: Neighbours, own: npt.NDArray[np.int64]) -> Neighbours:
    """Drop the query itself, reference `own[i]` of row i, from a search with one k too many."""
    distance = np.where(found.index == own[:, None], np.inf, found.distance)
    order = np.argsort(distance, axis=1, kind="stable")[:, :-1]
    return Neighbours(
        np.take_along_axis(distance, order, axis=1), np.take_along_axis(found.index, order, axis=1)
    )


def _chunks(references: Bytes | Float, k: int) -> Iterator[tuple[int, Bytes]]:
    n, pixels = len(references), int(np.prod(references.shape[1:]))
    # batchDistance would cut k down to the length of a chunk shorter than k
    count = max(1, min(-(-n * pixels // CHUNK_BYTES), n // k))
    edges = np.linspace(0, n, count + 1).astype(int)
    for start, end in itertools.pairwise(edges):
        yield int(start), as_bytes(references[start:end]).reshape(end - start, pixels)


def _merge(
    queries: Bytes,
    chunk: Bytes,
    start: int,
    total: npt.NDArray[np.int32],
    index: npt.NDArray[np.int32],
    rows: slice,
) -> None:
    """Update the k best so far of some queries with a chunk of references."""
    total[rows], index[rows] = cv2.batchDistance(
        queries[rows],
        chunk,
        cv2.CV_32S,
        dist=total[rows],
        nidx=index[rows],
        normType=cv2.NORM_L1,
        K=total.shape[1],
        update=start,
    )
