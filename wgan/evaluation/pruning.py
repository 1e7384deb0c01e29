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
            reach = _nearest_of(query, flat, some, k)[0][-1]
            # in the order of the references, as equal distances come
            within = np.flatnonzero(bound / blocks.shape[1] - ROUNDING <= reach / flat.shape[1])
            total, index[row] = _nearest_of(query, flat, within, k)
            distance[row] = total / flat.shape[1]
        release(references)

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


def _nearest_of(
    query: Bytes, references: Bytes, chosen: npt.NDArray[np.intp], k: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    total, order = cv2.batchDistance(
        query, references[chosen], cv2.CV_32S, normType=cv2.NORM_L1, K=k
    )
    return total[0], chosen[order[0]]
