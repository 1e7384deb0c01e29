"""The picture of suspicious pairs: generated, nearest training image, nearest unseen image."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wgan.images import Bytes
from wgan.report.style import INK, figure, save, styled
from wgan.shown import Pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 2
HEADS = ("generated", "nearest\ntraining", "nearest\nunseen")


def draw_pairs(path: Path, pairs: list[Pair]) -> None:
    """Draw the pairs in their order, in rows of COLUMNS."""
    rows = -(-len(pairs) // COLUMNS)
    with styled():
        made = figure(0.98 * rows + 0.4)
        widths = ([1.0] * len(HEADS) + [0.12]) * COLUMNS
        axes = made.subplots(
            rows,
            len(widths[:-1]),
            squeeze=False,
            gridspec_kw={"width_ratios": widths[:-1]},
        )
        for one in axes.flat:
            one.set_axis_off()
        for number, pair in enumerate(pairs):
            row, column = divmod(number, COLUMNS)
            start = column * (len(HEADS) + 1)
            _triple(axes[row, start : start + len(HEADS)], pair, heads=row == 0)
        save(made, path)


def _triple(axes: "np.typing.NDArray[np.object_]", pair: Pair, *, heads: bool) -> None:
    images = (pair.generated, pair.train, pair.unseen)
    notes = (
        f"p = {pair.p:.2g}" + (" copy" if pair.flagged else ""),
        f"{pair.to_train:.1f}",
        f"{pair.to_unseen:.1f}",
    )
    for one, image, note, head in zip(axes, images, notes, HEADS, strict=True):
        if image is not None:
            _image(one, image)
        bold = pair.flagged and note is notes[0]
        one.text(
            0.5,
            -0.05,
            note,
            transform=one.transAxes,
            ha="center",
            va="top",
            fontsize=8,
            fontweight="bold" if bold else "normal",
            color=INK,
        )
        if heads:
            one.set_title(head, fontsize=8, loc="center", fontweight="normal")


def _image(axes: "Axes", image: Bytes) -> None:
    grey = image.shape[-1] == 1
    axes.imshow(
        image[..., 0] if grey else image,
        cmap="gray" if grey else None,
        vmin=0,
        vmax=255,
        interpolation="nearest",
    )
