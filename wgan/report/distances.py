"""Two charts of distances to the training images, generated beside unseen real images."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from wgan.report.style import (
    GENERATED,
    GENERATED_LINE,
    REAL,
    REAL_LINE,
    figure,
    place_legend,
    save,
    styled,
)
from wgan.shown import Distances

Array = npt.NDArray[np.float64]


def ecdf(values: Array) -> tuple[Array, Array]:
    """Sorted values and the share of values up to each, both (n,)."""
    return np.sort(values), np.arange(1, len(values) + 1) / len(values)


def draw_distances(path: Path, found: Distances) -> None:
    """Draw the shares of images up to each distance, and up to each isolation."""
    with styled():
        made = figure(2.9)
        left, right = made.subplots(1, 2, sharey=True)
        for axes, generated, real, label in (
            (
                left,
                found.generated,
                found.unseen,
                "distance to the nearest\ntraining image, grey levels",
            ),
            (
                right,
                found.generated_isolation,
                found.unseen_isolation,
                "nearest distance, shifts allowed,\nover the mean of the next ones",
            ),
        ):
            axes.plot(*ecdf(real), color=REAL, linestyle=REAL_LINE, label="unseen real")
            axes.plot(
                *ecdf(generated), color=GENERATED, linestyle=GENERATED_LINE, label="generated"
            )
            axes.set_xlabel(label)
            axes.set_ylim(0, 1.02)
        left.set_ylabel("share of images")
        left.set_title("How near")
        right.set_title("How isolated")
        place_legend(right)
        save(made, path)
