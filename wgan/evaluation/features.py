"""Images as points of a space with few dimensions, without any pretrained network."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from wgan.images import Bytes

Array = npt.NDArray[np.float64]
COMPONENTS = 64
SMALLEST = 1e-10
"""Components with a smaller part of the largest one's variance are rounding errors."""


def flat(images: Bytes) -> Array:
    """Pixels in [0, 1] as rows (n, H * W * C)."""
    return images.reshape(len(images), -1) / 255.0


def distances(left: Array, right: Array) -> Array:
    """Euclidean distances (m, n) between rows."""
    squares = np.square(left).sum(axis=1)[:, None] + np.square(right).sum(axis=1)
    return np.sqrt(np.maximum(squares - 2 * (left @ right.T), 0.0))


@dataclass(frozen=True)
class Components:
    """Principal components: `mean` (d,) and orthonormal `axes` (d, k), k >= 0."""

    mean: Array
    axes: Array

    def project(self, points: Array) -> Array:
        """Coordinates (n, k) of points (n, d)."""
        return np.asarray((points - self.mean) @ self.axes)


def components(points: Array, count: int = COMPONENTS) -> Components:
    """Fit at most `count` components to points (n, d), from the smaller Gram matrix."""
    mean = points.mean(axis=0)
    centred = points - mean
    wide = centred.shape[1] > centred.shape[0]
    gram = centred @ centred.T if wide else centred.T @ centred
    first = max(0, len(gram) - count)
    values, vectors = linalg.eigh(gram, subset_by_index=(first, len(gram) - 1))
    kept = values > max(float(values[-1]) * SMALLEST, 1e-12)
    values, vectors = values[kept], vectors[:, kept]
    axes = centred.T @ vectors / np.sqrt(values) if wide else vectors
    return Components(mean, axes)
