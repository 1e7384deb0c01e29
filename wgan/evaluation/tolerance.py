"""Nearest neighbours that tolerate small shifts and mirror images."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.held import release
from wgan.evaluation.neighbours import Neighbours, as_bytes, nearest
from wgan.evaluation.reduced import block_means
from wgan.images import Bytes, Float

EXHAUSTIVE = 3e11
"""Differences of pixels that are affordable: some seconds."""
ROWS = 32
"""Queries moved at a time."""


class View(NamedTuple):
    """One way to move an image before comparing: pixels down, pixels right, left-right mirror."""

    down: int
    right: int
    mirror: bool


@dataclass(frozen=True)
class Tolerance:
    """Shifts up to `shift` pixels in every direction, and mirror images if `mirror`."""

    shift: int = 0
    mirror: bool = False

    def views(self) -> list[View]:
        """List the views; the first one leaves the image alone."""
        steps = sorted(range(-self.shift, self.shift + 1), key=abs)
        sides = [False, True] if self.mirror else [False]
        return [View(down, right, mirror) for mirror in sides for down in steps for right in steps]


def affordable(queries: int, references: int, pixels: int, tolerance: Tolerance) -> bool:
    """Say whether comparing every pair in every view takes some seconds at most."""
    return queries * references * float(pixels) * (len(tolerance.views()) - 1) <= EXHAUSTIVE


def move(images: Bytes, view: View) -> Bytes:
    """Shift and mirror (N, H, W, C) images; the border's pixels fill what is left empty."""
    turned = images[:, :, ::-1] if view.mirror else images
    height, width = images.shape[1:3]
    rows = np.clip(np.arange(height) - view.down, 0, height - 1)
    columns = np.clip(np.arange(width) - view.right, 0, width - 1)
    return np.ascontiguousarray(turned[:, rows][:, :, columns])


def tolerant(
    queries: Bytes,
    references: Bytes | Float,
    plain: Neighbours,
    tolerance: Tolerance,
    *,
    exhaustive: bool,
    means: Bytes | None = None,
) -> Neighbours:
    """Find the nearest references where a distance is the least over all views of the query.

    As many as `plain` holds, which is the result of `nearest`. If `exhaustive` every pair is
    compared in every view and the answer is exact. Otherwise only candidates are: the nearest by
    L1, and the nearest by L1 of block means, which a small shift hardly changes. The distances are
    then exact, and a reference that is no candidate is missed; so search alike for all images
    whose distances are compared. `means` are the `block_means` of the references, if at hand.
    """
    views = tolerance.views()
    if len(views) == 1:
        return plain
    if exhaustive:
        return _exhaustive(queries, references, plain, views)
    if means is None:
        means = block_means(references)
    return _among_candidates(queries, references, plain, views, means)


def _exhaustive(
    queries: Bytes, references: Bytes | Float, plain: Neighbours, views: list[View]
) -> Neighbours:
    """Merge the k nearest per view.

    Exact: the k nearest over all views are each among the k nearest of their best view.
    """
    k = plain.index.shape[1]
    found = [plain, *(nearest(move(queries, view), references, k) for view in views[1:])]
    return _best(
        np.concatenate([part.distance for part in found], axis=1),
        np.concatenate([part.index for part in found], axis=1),
        k,
    )


def _among_candidates(
    queries: Bytes, references: Bytes | Float, plain: Neighbours, views: list[View], means: Bytes
) -> Neighbours:
    k = plain.index.shape[1]
    # a mirrored copy is no neighbour in the plain view: look for it in the mirrored one
    starts = [view for view in views if not (view.down or view.right)]
    candidates = np.concatenate(
        [plain.index]
        + [nearest(block_means(move(queries, view)), means, k).index for view in starts],
        axis=1,
    )
    pixels = int(np.prod(queries.shape[1:]))
    distance = np.empty(candidates.shape)

    def work(rows: slice) -> None:
        block = queries[rows]
        moved = np.stack([move(block, view).reshape(len(block), pixels) for view in views], axis=1)
        for row, query in enumerate(moved, rows.start):
            rivals = as_bytes(references[candidates[row]]).reshape(-1, pixels)
            total, order = cv2.batchDistance(
                query, rivals, cv2.CV_32S, normType=cv2.NORM_L1, K=len(rivals)
            )
            by_view = np.empty_like(total)
            np.put_along_axis(by_view, order, total, axis=1)
            distance[row] = by_view.min(axis=0) / pixels
            release(references)

    in_blocks(work, len(queries), ROWS)
    return _best(distance, candidates, k)


def _best(distance: npt.NDArray[np.float64], index: npt.NDArray[np.int64], k: int) -> Neighbours:
    """Keep each reference of a row once, at its least distance, and of those the k nearest."""
    order = np.lexsort((distance, index), axis=1)
    index = np.take_along_axis(index, order, axis=1)
    distance = np.take_along_axis(distance, order, axis=1)
    again = np.zeros(index.shape, dtype=bool)
    again[:, 1:] = index[:, 1:] == index[:, :-1]
    distance = np.where(again, np.inf, distance)
    order = np.argsort(distance, axis=1, kind="stable")[:, :k]
    return Neighbours(
        np.take_along_axis(distance, order, axis=1), np.take_along_axis(index, order, axis=1)
    )
