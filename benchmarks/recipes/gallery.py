"""The systems beside each other: `python -m benchmarks.recipes.gallery`.

Draws docs/pictures/systems.png from the grids in docs/pictures, the first lines of each, unchosen.
"""

from typing import NamedTuple

import click
import numpy as np
from PIL import Image

from benchmarks.common.context import ROOT
from benchmarks.common.pictures import shrink
from wgan.images import Bytes
from wgan.report.style import DPI, figure, save, styled

PICTURES = ROOT / "docs/pictures"
COLUMNS = 10
GAP = 2
"""Pixels between the images of a grid."""
SIDE, NAMES, SPACE = 662, 218, 8
"""Pixels: the width of a line of images, what its name takes, and the space above and below."""


class Row(NamedTuple):
    """One system: what stands beside its images, its grid, and how many lines of it."""

    name: str
    grid: str
    lines: int = 1


ROWS = (
    Row("1  WGAN, sevens", "mnist-sevens-wgan-full"),
    Row("2  WGAN, dense, mended", "mnist-wgan-dense-mended"),
    Row("3  WGAN, anime, mended", "anime-wgan-mended"),
    Row("4  WGAN-GP, anime", "anime-wgan-gp"),
    Row("5  DCGAN, bricks, mended", "bricks-dcgan-mended"),
    Row("6  WGAN-GP, faces", "celeba-wgan-gp"),
    Row("7  conditional WGAN-GP:\nnot blond, then blond", "celeba-blond-cgan", 2),
)


def first_lines(pixels: Bytes, lines: int) -> Bytes:
    """The first `lines` lines of a grid of COLUMNS images, (H, W, C), with their margins."""
    pitch = (pixels.shape[1] - GAP) // COLUMNS
    return pixels[: lines * pitch + GAP]


@click.command()
def main() -> None:
    """Draw the first images of each system's run."""
    parts = []
    for row in ROWS:
        with Image.open(PICTURES / f"{row.grid}.png") as grid:
            cut = Image.fromarray(first_lines(np.asarray(grid.convert("RGB")), row.lines))
            parts.append(cut.resize((SIDE, round(cut.height * SIDE / cut.width))))
    width = NAMES + SIDE + SPACE
    height = sum(part.height + SPACE for part in parts) + SPACE
    with styled():
        made = figure(height / DPI)
        made.set(layout_engine="none", figwidth=width / DPI)
        top = height
        for row, part in zip(ROWS, parts, strict=True):
            top -= SPACE + part.height
            made.figimage(np.asarray(part), NAMES, top)
            made.text(
                (NAMES - SPACE) / width,
                (top + part.height / 2) / height,
                row.name,
                ha="right",
                va="center",
            )
        save(made, PICTURES / "systems.png")
    shrink(PICTURES / "systems.png", 256)


if __name__ == "__main__":
    main()
