"""Images looked at through affine movements."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from wgan.images import Bytes


def warped(
    images: Sequence[Bytes] | Bytes, matrices: Iterable[npt.NDArray[np.float64]], flags: int
) -> Bytes:
    """Move each of n (H, W, C) images by its (2, 3) matrix; its border goes on outside.

    `flags` are OpenCV's: how to interpolate, and whether a matrix says where to look instead.
    """
    made = np.empty((len(images), *images[0].shape), dtype=np.uint8)
    for row, (image, matrix) in enumerate(zip(images, matrices, strict=True)):
        moved = cv2.warpAffine(
            np.ascontiguousarray(image),
            matrix,
            image.shape[1::-1],
            flags=flags,
            borderMode=cv2.BORDER_REPLICATE,
        )
        made[row] = moved.reshape(image.shape)
    return made
