"""The held-out measure by which the best model is kept: lower is better."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

Array = npt.NDArray[np.uint8]


def pixel_wasserstein(generated: Array, real: Array) -> float:
    """W1 between two equally large sets of images, (N, H, W, C) uint8, exactly.

    The cost of moving one image onto another is the root mean square difference of their pixels
    in [0, 1]; the best matching is an assignment problem. No network takes part, so the critic
    can't flatter its own generator.
    """
    left, right = (images.reshape(len(images), -1) / 255.0 for images in (generated, real))
    cost = cdist(left, right) / np.sqrt(left.shape[1])
    return float(cost[linear_sum_assignment(cost)].mean())
