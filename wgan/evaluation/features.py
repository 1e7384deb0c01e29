"""Images as points of a space with few dimensions, without any pretrained network."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from wgan.images import Bytes
from wgan.transport import flat

Array = npt.NDArray[np.float64]
Projection = Callable[[Array], Array]
"""Points (n, d) to coordinates (n, k)."""
Appearance = Callable[[Bytes], Array]
"""Images (n, H, W, C) to coordinates (n, k)."""
COMPONENTS = 64
"""Principal components that stand for the pixels."""
SMALLEST = 1e-10
"""Components with a smaller part of the largest one's variance are rounding errors."""
SMALL = 32
"""Pixels along a side that components need, at most: the first 64 hold no finer detail."""
CELLS = 7
"""Along a side, whose edges are summed up apart, unless it has fewer pixels."""
WAYS = 8
"""Directions of edges, all around."""
CHUNK = 256
"""Images whose edges are held at once."""


def components(points: Array, count: int = COMPONENTS) -> Projection:
    """Fit at most `count` principal components to points (n, d); none if all points are equal."""
    from sklearn.decomposition import PCA

    if not np.ptp(points, axis=0).any():
        return lambda others: np.empty((len(others), 0))
    most = min(points.shape)
    # iterates to rounding, and takes a tenth of the time of a full decomposition
    solver = "arpack" if count < most else "full"
    fitted = PCA(min(count, most), svd_solver=solver, random_state=0).fit(points)
    variances = fitted.explained_variance_
    rank = int((variances > variances[0] * SMALLEST).sum())
    return lambda others: np.asarray(fitted.transform(others)[:, :rank])


def appearance(images: Bytes) -> Appearance:
    """Components of the pixels beside components of the edges, learned from images (n, H, W, C).

    Both are scaled to a mean square of 1 on these images, so that neither drowns the other.
    """
    views: tuple[Callable[[Bytes], Array], ...] = (shrunk, edges)
    parts = []
    for view in views:
        points = view(images)
        project = components(points)
        size = float(np.sqrt(np.square(project(points)).sum(axis=1).mean()))
        parts.append((view, project, size or 1.0))
    return lambda others: np.concatenate(
        [project(view(others)) / size for view, project, size in parts], axis=1
    )


def shrunk(images: Bytes) -> Array:
    """Pixels in [0, 1] as rows, of images (n, H, W, C) whose sides are at most SMALL or made so."""
    height, width = (min(side, SMALL) for side in images.shape[1:3])
    if (height, width) == images.shape[1:3]:
        return flat(images)
    size = width, height
    return flat(np.stack([cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in images]))


def edges(images: Bytes) -> Array:
    """How strong the edges of each direction are in each cell, (n, cells^2 * WAYS), in [0, 1].

    The idea of histograms of oriented gradients (Dalal and Triggs 2005): brightness does not count, and a
    small shift counts little. The root tells a weak edge from none. Of colours the steepest counts.
    """
    down, across = (_cells(side) for side in images.shape[1:3])
    angles = np.arange(WAYS) * 2 * np.pi / WAYS
    found = []
    for start in range(0, len(images), CHUNK):
        pixels = images[start : start + CHUNK].astype(np.float32) / 255
        rise, run = np.gradient(pixels, axis=(1, 2))
        each = [
            down @ np.maximum(np.cos(angle) * run + np.sin(angle) * rise, 0).max(-1) @ across.T
            for angle in angles.astype(np.float32)
        ]
        found.append(np.sqrt(np.stack(each, axis=-1)).reshape(len(pixels), -1))
    return np.concatenate(found).astype(np.float64)


def _cells(side: int) -> npt.NDArray[np.float32]:
    """The mean over each cell as a matrix (cells, side)."""
    unit = np.eye(side, dtype=np.float32)
    return np.asarray(cv2.resize(unit, (side, min(CELLS, side)), interpolation=cv2.INTER_AREA))
