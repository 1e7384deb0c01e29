"""The generated images, read with distrust."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.errors import InputError, reason
from wgan.images import Bytes


def read_samples(
    images_path: Path, labels_path: Path, shape: tuple[int, ...], classes: int
) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """Read images (m, *shape), m >= 1, uint8, and labels (m,) in [-1, classes).

    Raises FileNotFoundError, or InputError if they are damaged or of another kind.
    """
    images, labels = _load(images_path), _load(labels_path)
    if images.dtype != np.uint8 or images.shape[1:] != shape or not len(images):
        raise InputError(
            f"{images_path} holds {images.dtype} {images.shape}; needed are one or more images of "
            f"uint8 {shape}, as the prepared data has"
        )
    if labels.shape != images.shape[:1] or labels.dtype.kind != "i":
        raise InputError(
            f"{labels_path} holds {labels.dtype} {labels.shape}; needed is an integer for each of "
            f"{len(images)} images"
        )
    if labels.min() < -1 or labels.max() >= max(1, classes):
        raise InputError(
            f"{labels_path} holds labels {labels.min()} to {labels.max()}, but the data has "
            f"{classes} classes"
        )
    return images, labels.astype(np.int64)


def _load(path: Path) -> npt.NDArray[Any]:
    try:
        array = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        raise
    except (ValueError, EOFError, OSError) as error:
        raise InputError(f"{path} can't be read ({reason(error)})") from None
    if not isinstance(array, np.ndarray):
        array.close()
        raise InputError(f"{path} holds several arrays, not one")
    return array
