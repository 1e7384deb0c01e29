"""Augmentation of all that the critic sees, differentiable (arXiv 2006.10738): for small data sets.

As real and generated images are moved alike, the generator doesn't learn the moves.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.options import Flag, Integer, option

if TYPE_CHECKING:
    import tensorflow as tf

DRAWS = 3
"""Numbers that the move of one image is made from."""


@dataclass(frozen=True)
class Augmentation:
    """How far images are moved at random; 0 and false for not at all."""

    augment_shift: int = option(
        0,
        Integer(0, 8),
        "Shift images at random by up to so many pixels before the critic sees them.",
        "Batches and latents",
    )
    augment_flip: bool = option(
        False,
        Flag(),
        "Mirror images at random, each with probability 1/2, before the critic sees them.",
        "Batches and latents",
    )

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.augment_shift or self.augment_flip)

    def __call__(self, images: "tf.Tensor", draw: "tf.Tensor") -> "tf.Tensor":
        """Images (N, H, W, C), each moved by its own three numbers of `draw` (3, N) from U[0, 1).

        What a shift lays bare repeats the pixels of the edge: a border of -1 would be black bars in
        photographs, which the critic could read the shift from. Without digits at the edge it is the
        same.
        """
        import tensorflow as tf

        down, right = self._offsets(draw[0]), self._offsets(draw[1])
        height, width = images.shape[1:3]
        rows = _sources(height, down)
        columns = _sources(width, right)
        if self.augment_flip:
            columns = tf.where(draw[2, :, None] < 0.5, width - 1 - columns, columns)
        images = tf.gather(images, rows, axis=1, batch_dims=1)
        return tf.gather(images, columns, axis=2, batch_dims=1)

    def _offsets(self, draw: "tf.Tensor") -> "tf.Tensor":
        """(N,) int32, uniform over -augment_shift to augment_shift."""
        import tensorflow as tf

        choices = 2 * self.augment_shift + 1
        return tf.cast(tf.floor(draw * choices), tf.int32) - self.augment_shift


def _sources(side: int, offsets: "tf.Tensor") -> "tf.Tensor":
    """(N, side): where each row comes from once it is shifted by the offsets (N,), inside the image."""
    import tensorflow as tf

    return tf.clip_by_value(tf.range(side) - offsets[:, None], 0, side - 1)
