"""NumPy's own files: an array of images, or several arrays of which some are images and some their labels."""

import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.data.arrays.pixels import is_images, one_hot
from wgan.errors import InputError, reason

Array = npt.NDArray[Any]
Part = tuple[str, Array, Array | None]
"""What to call some images, these, and their labels if there are any."""
LARGEST = 1 << 32
"""Bytes of an .npz, expanded (4 GB): it is read as a whole."""
_SPLIT = re.compile("train|test|val", re.IGNORECASE)
_LABELS = re.compile(r"(^|_)(y|labels?|targets?|class(es)?)(_|$)", re.IGNORECASE)


def read_npy(path: Path) -> Array:
    """An .npy as a memory map. Raises InputError if it can't be read, or holds a pickle."""
    try:
        return np.asanyarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (ValueError, EOFError, OSError) as error:
        raise InputError(f"{path} can't be read: {_why(error)}") from None


def read_npz(path: Path) -> list[Part]:
    """All images in an .npz, each array with its labels. Raises InputError if there are none."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > LARGEST:
            raise InputError(f"{path} holds {size:,} bytes, more than {LARGEST:,}; save .npy files")
        with np.load(path, allow_pickle=False) as file:
            arrays, refused = _plain(file)
    except InputError:
        raise
    except Exception as error:  # damaged archives raise almost anything
        raise InputError(f"{path} can't be read: {_why(error)}") from None
    images = {
        key: array for key, array in arrays.items() if is_images(array) and not one_hot(array)
    }
    if any(array.ndim > 2 for array in images.values()):
        # beside these, rows of numbers are latents or features
        images = {key: array for key, array in images.items() if array.ndim > 2}
    for key, pickled in refused.items():
        if not images or _LABELS.search(key):
            raise InputError(f"{path}, {key}, can't be read: {_why(pickled)}")
    if not images:
        shapes = ", ".join(f"{key} {array.shape}" for key, array in arrays.items()) or "nothing"
        raise InputError(f"{path} holds no images (N, H, W) or (N, H, W, C), but {shapes}")
    return [
        (f"{path.name}:{key}", array, _beside(key, len(array), arrays))
        for key, array in images.items()
    ]


def _plain(file: Any) -> tuple[dict[str, Array], dict[str, ValueError]]:
    """The arrays of numbers and texts in an open .npz, and why others are none: pickles are not read."""
    arrays, refused = {}, {}
    for key in file.files:
        try:
            arrays[key] = file[key]
        except ValueError as error:
            if not _is_pickle(error):
                raise
            refused[key] = error
    return arrays, refused


def _beside(key: str, count: int, arrays: dict[str, Array]) -> Array | None:
    """The labels of the images `key`: as many, and of the same part if the names tell parts.

    Raises InputError if an array is called so and can't be these.
    """
    same = {
        other: array
        for other, array in arrays.items()
        if other != key and _SPLIT.findall(other.lower()) == _SPLIT.findall(key.lower())
    }
    fit = {
        other: array
        for other, array in same.items()
        if array.ndim and (array.size == count or (len(array) == count and one_hot(array)))
    }
    # of several, such as coarse and fine ones, the one with a usual name; without one, what can be classes
    named = [other for other in fit if _LABELS.search(other)]
    chosen = named or [other for other, array in fit.items() if _repeats(array)]
    if len(chosen) == 1:
        return fit[chosen[0]]
    wrong = [other for other in same if _LABELS.search(other) and other not in fit]
    if wrong and not is_images(arrays[wrong[0]]):
        raise InputError(
            f"{key} has {count} images, {wrong[0]} the shape {arrays[wrong[0]].shape}: no label for each"
        )
    return None


def _repeats(array: Array) -> bool:
    """Whether its values are classes rather than numbers or names of the images: whole or words, and some alike."""
    if array.dtype.kind == "f" and not (array == np.rint(array)).all():
        return False
    return one_hot(array) or len(np.unique(array)) < array.size


def _is_pickle(error: Exception) -> bool:
    return any(word in str(error) for word in ("allow_pickle", "Object arrays", "Python objects"))


def _why(error: Exception) -> str:
    if _is_pickle(error):
        return "it holds Python objects (pickle), which could run code; save plain arrays"
    return reason(error)
