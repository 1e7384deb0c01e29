"""Exact nearest neighbours by L1 of many large images, most of which need not be compared."""

import cv2
import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.held import release
from wgan.evaluation.neighbours import Neighbours
from wgan.evaluation.reduced import ROUNDING, block_means
from wgan.images import Bytes

WORTH = 2**27
"""Pixels of all references from which on it saves time; fewer are compared as fast in full."""
QUERIES = 8
"""Queries at a time."""
TOGETHER = 128
"""References gathered at a time: they stay in a core's cache."""
FIRST = 2
"""Times k references, the most promising, tell how near the others must be."""


def pruned(queries: Bytes, references: Bytes, means: Bytes, k: int) -> Neighbours:
    """Find what `nearest` finds, given the `block_means` of the references.

    A mean differs by no more than the pixels do on average, so that the L1 distance of block means
    bounds that of the images from below. References whose bound is beyond the k nearest found are
    not compared.
    """
    n = len(references)
    k, first = min(k, n), min(FIRST * k, n)
    flat, blocks = references.reshape(n, -1), means.reshape(n, -1)
    distance, index = np.empty((len(queries), k)), np.empty((len(queries), k), dtype=np.int64)

    def work(rows: slice) -> None:
        bounds = _table(blocks, block_means(queries[rows])).T
        for row, bound in enumerate(bounds, rows.start):
            query = queries[row].reshape(1, -1)
            some = np.argpartition(bound, first - 1)[:first]
            reach = np.partition(_distances(query, flat, some), k - 1)[k - 1]
            # in the order of the references, as equal distances come
            within = np.flatnonzero(bound / blocks.shape[1] - ROUNDING <= reach / flat.shape[1])
            total = _distances(query, flat, within)
            order = np.argsort(total, kind="stable")[:k]
            distance[row], index[row] = total[order] / flat.shape[1], within[order]

    in_blocks(work, len(queries), QUERIES)
    return Neighbours(distance, index)


def _table(blocks: Bytes, queries: Bytes) -> npt.NDArray[np.int32]:
    """(n, m) sums of differences. OpenCV sorts them by row; so the short side is the one to sort."""
    total, order = cv2.batchDistance(
        blocks,
        queries.reshape(len(queries), -1),
        cv2.CV_32S,
        normType=cv2.NORM_L1,
        K=len(queries),
    )
    table = np.empty_like(total)
    np.put_along_axis(table, order, total, axis=1)
    return table


def _distances(
    query: Bytes, references: Bytes, chosen: npt.NDArray[np.intp]
) -> npt.NDArray[np.int32]:
    """(n,) sums of differences between one query and the chosen references, a few at a time."""
    parts = []
    for start in range(0, len(chosen), TOGETHER):
        some = references[chosen[start : start + TOGETHER]]
        parts.append(cv2.batchDistance(some, query, cv2.CV_32S, normType=cv2.NORM_L1, K=1)[0])
        # the system maps what lies around each as well, so that a query would hold everything
        release(references)
    return np.asarray(np.concatenate(parts)[:, 0])
