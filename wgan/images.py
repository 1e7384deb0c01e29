"""The one representation of an image: float32 in [-1, 1] for networks, uint8 for people and disks."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from skimage.util import montage

Float = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
WHITE = 255
MOST_CLASSES = 20
"""In one picture."""


def to_float(images: Bytes) -> Float:
    """Scale uint8 0..255 to float32 in [-1, 1]: (x - 127.5) / 127.5, any shape."""
    floats = images.astype(np.float32)
    # in place: each copy is another pass over memory
    floats -= np.float32(127.5)
    floats /= np.float32(127.5)
    return floats


def to_bytes(images: npt.NDArray[np.floating[Any]]) -> Bytes:
    """Round [-1, 1] to uint8 as a person would save it; values outside are clipped, any shape."""
    return np.clip(np.rint(images * 127.5 + 127.5), 0, 255).astype(np.uint8)


def grid(images: Bytes, columns: int, gap: int = 2) -> Bytes:
    """Lay (N, H, W, C) uint8 images out in rows of `columns`; returns one (H', W', C) image.

    `gap` is the margin in pixels between and around images. A last, short row is filled up; margins are white.
    """
    rows = -(-len(images) // columns)
    tiles: Bytes = montage(
        images,
        grid_shape=(rows, columns),
        padding_width=gap,
        fill=[WHITE] * images.shape[-1],
        channel_axis=-1,
    )
    return tiles.reshape(*tiles.shape[:2], images.shape[-1])


def enlarge(image: Bytes, factor: int) -> Bytes:
    """Repeat every pixel of an (H, W, C) image `factor` times in both directions."""
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def save_png(path: Path, image: Bytes) -> None:
    """Write an (H, W, C) uint8 image, C 1 or 3, as PNG. The same pixels give the same bytes."""
    Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image).save(path, format="PNG")
