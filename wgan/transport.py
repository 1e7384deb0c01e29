"""The Wasserstein distance between two sets of images, in pixels: no critic takes part."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from wgan.images import Bytes

Array = npt.NDArray[np.float64]


def flat(images: Bytes) -> Array:
    """Pixels in [0, 1] as rows (n, H * W * C)."""
    return images.reshape(len(images), -1) / 255.0


def pixel_costs(left: Array, right: Array) -> Array:
    """Root mean square differences (m, n) of pixels in [0, 1], accurate to some 1e-8."""
    # for thousands of pixels its matrix product is many times faster than cdist
    from sklearn.metrics.pairwise import euclidean_distances

    return np.asarray(euclidean_distances(left, right)) / np.sqrt(left.shape[1])


def wasserstein(cost: Array) -> float:
    """W1 between two sets of n points from their distances (n, n): the mean of the best matching.

    For equally many points the optimal plan is an assignment (Birkhoff).
    """
    return float(cost[linear_sum_assignment(cost)].mean())


def pixel_wasserstein(generated: Bytes, real: Bytes) -> float:
    """W1 between two equally large sets of images, (n, H, W, C) uint8, exactly.

    Moving one image onto another costs the root mean square difference of their pixels in [0, 1].
    """
    return wasserstein(pixel_costs(flat(generated), flat(real)))
