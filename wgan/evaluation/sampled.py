"""The references as every way to look needs them: sampled once, in one pass over the images."""

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.grid import Grid, Placing, grey
from wgan.evaluation.held import release
from wgan.evaluation.neighbours import as_bytes
from wgan.images import Bytes, Float

FINE, COARSE = 14, 7
"""Points of the grids per side: for comparing, and for choosing whom to compare with."""
STILL = Placing()
MANY = 10_000
"""Of more references than so many, only those that a coarse look prefers are compared."""
ROWS = 256
"""References converted at a time."""


class Sampled:
    """`features` of n >= 1 images (n, H, W, C), uint8 or float32 in [-1, 1], on two grids.

    `colour` (n, D) and `grey` (n, d) are those on the fine grid, `small` (n, s) grey on the coarse one.
    """

    def __init__(self, references: Bytes | Float) -> None:
        count, self.height, self.width, channels = references.shape
        self.fine = Grid(self.height, self.width, FINE, [STILL])
        self.coarse = Grid(self.height, self.width, COARSE, [STILL])
        one = (count, self.height, self.width, 1)
        self.grey, self.small = self.fine.blank(one), self.coarse.blank(one)
        self.colour = self.grey if channels == 1 else self.fine.blank(references.shape)

        def sample(rows: slice) -> None:
            images = as_bytes(references[rows])
            shades = grey(images)
            self.grey[rows] = self.fine.features(shades)
            self.small[rows] = self.coarse.features(shades)
            if channels > 1:
                self.colour[rows] = self.fine.features(images)
            release(references)

        in_blocks(sample, count, ROWS)
