"""Images shrunk to the means of blocks, and what these tell of the distances of the images."""

import cv2
import numpy as np

from wgan.evaluation.held import release
from wgan.evaluation.neighbours import as_bytes
from wgan.images import Bytes, Float

BLOCK = 4
"""Side of the blocks of pixels; less in very small images."""
ROUNDING = 1.01
"""Grey levels by which a distance of block means may exceed that of the images: half a level for
the rounding of each, and a little for that of float32."""
ROWS = 1024
"""Images shrunk at a time: they may be a memory map."""


def block_means(images: Bytes | Float) -> Bytes:
    """Shrink (N, H, W, C) images by BLOCK in both directions, as uint8."""
    height, width = (-(-side // max(1, min(BLOCK, side // 4))) for side in images.shape[1:3])
    small = np.empty((len(images), height, width, images.shape[3]), dtype=np.uint8)
    for start in range(0, len(images), ROWS):
        for offset, image in enumerate(as_bytes(images[start : start + ROWS])):
            shrunk = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
            small[start + offset] = shrunk.reshape(height, width, -1)
        release(images)
    return small
