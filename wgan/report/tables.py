"""The curves of the charts as CSV, so that those of several experiments can be laid together."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.shown import Curves, Distances

POINTS = 100


def write_trend(path: Path, curves: Curves) -> None:
    """Write the smoothed estimates of the distance, one row per row of the history."""
    columns = {"step": curves.step, "train": curves.smoothed, "validation": curves.validation}
    _write(path, columns)


def write_distances(path: Path, found: Distances) -> None:
    """Write the distance within which each percentage of the images finds a training image."""
    shares = np.linspace(0, 1, POINTS + 1)
    quantiles = {
        name: np.quantile(values, shares)
        for name, values in (("generated", found.generated), ("unseen", found.unseen))
    }
    _write(path, {"share": shares, **quantiles})


def _write(path: Path, columns: dict[str, npt.NDArray[np.float64]]) -> None:
    pd.DataFrame(columns).to_csv(path, index=False, float_format="%.6g", lineterminator="\n")
