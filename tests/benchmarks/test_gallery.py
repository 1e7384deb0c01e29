"""The gallery shows the first lines of grids, and each grid is there."""

import numpy as np

from benchmarks.recipes.gallery import COLUMNS, GAP, PICTURES, ROWS, first_lines
from wgan.images import grid


def test_first_lines_of_a_grid():
    images = np.arange(3 * COLUMNS, dtype=np.uint8).reshape(-1, 1, 1, 1).repeat(8, 1).repeat(8, 2)
    for lines in (1, 2, 3):
        cut = first_lines(grid(images, COLUMNS), lines)
        assert (cut == grid(images[: lines * COLUMNS], COLUMNS)).all()
        assert cut.shape[0] == lines * (8 + GAP) + GAP


def test_each_system_has_its_grid():
    assert all((PICTURES / f"{row.grid}.png").exists() for row in ROWS)
    assert [row.name[0] for row in ROWS] == [str(system) for system in range(1, 8)]
