"""Where to end the axis of a curve that has a peak."""

from typing import Any

import numpy as np
import numpy.typing as npt


def well_seen(values: npt.NDArray[np.floating[Any]], share: float) -> tuple[float, float] | None:
    """Bounds that show 0, this share of the values, and some room above; None if they show all.

    `values` may have any shape, if it has a value; None, too, if one of them is no number.
    """
    low, level = min(0.0, float(values.min())), max(0.0, float(np.quantile(values, share)))
    high = level + 0.3 * (level - low)
    return (low, high) if low < high < values.max() else None
