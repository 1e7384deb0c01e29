"""Images as points of a space with few dimensions, without any pretrained network."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Projection = Callable[[Array], Array]
"""Points (n, d) to coordinates (n, k)."""
COMPONENTS = 64
SMALLEST = 1e-10
"""Components with a smaller part of the largest one's variance are rounding errors."""


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
