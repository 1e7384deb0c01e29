"""Arrays of images in the layouts and ranges that people save, one image at a time."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.data.source import NO_LABEL, SMALLEST
from wgan.errors import InputError
from wgan.text import exact

Array = npt.NDArray[Any]
CHANNELS = (1, 3, 4)
ROUNDING = 0.01
"""Of the range: what resizing and arithmetic of floats leave beyond 0, 1 and -1; it is cut off."""
_CHUNK = 1 << 26
"""Bytes looked at together when the range is sought."""


@dataclass(frozen=True)
class Pixels:
    """Images that are read one by one; `array` may be a memory map."""

    array: Array
    """(N, H, W), (N, H, W, C) or (N, C, H, W) with C of 1, 3, 4, or (N, H * H)."""
    low: float
    """The value that is black."""
    high: float
    """The value that is white."""

    def __len__(self) -> int:
        return len(self.array)

    def size(self) -> str:
        """Height and width in words."""
        return "x".join(map(str, self.image(0).shape[:2]))

    def span(self) -> str:
        """The values of black and white in words."""
        return f"{self.low:g} to {self.high:g}"

    def image(self, index: int) -> Array:
        """(H, W), (H, W, 3), or (H, W, 4) with the colours times alpha; 0..255, uint8 or float32."""
        image = self.array[index]
        if image.ndim == 1:
            side = math.isqrt(image.size)
            image = image.reshape(side, side)
        elif image.ndim == 3 and image.shape[2] not in CHANNELS:
            image = np.moveaxis(image, 0, 2)
        if image.ndim == 3 and image.shape[2] == 1:
            image = image[..., 0]
        if image.dtype != np.uint8 or (self.low, self.high) != (0, 255):
            scale = np.float32(255 / (self.high - self.low))
            image = (image.astype(np.float32) - np.float32(self.low)) * scale
        if image.ndim == 3 and image.shape[2] == 4:
            image = image.astype(np.float32)
            image[..., :3] *= image[..., 3:] / 255
        return np.ascontiguousarray(image)


def pixels(array: Array, name: str) -> Pixels:
    """See what an array means by its shape, type and range.

    Integers are 0..255, or 0..65535 if one is above 255, or black and white if none is above 1, as truth values are;
    floats 0..1, -1..1 or 0..255.
    Raises InputError, naming the array, for anything else.
    """
    _check_shape(array, name)
    kind = array.dtype.kind
    if kind == "b":
        return Pixels(array, 0, 1)
    if array.dtype == np.uint8:
        return Pixels(array, 0, 1 if _binary(array) else 255)
    if kind not in "iuf":
        raise InputError(f"{name} holds {array.dtype}, not numbers")
    low, high = _range(array, name)
    for least, largest in ((0, 1), (-1, 1), (0, 255), (0, 65535)):
        # a little beyond is rounding; of large ranges in proportion to the values, for -2 to 2.6 is no image of 0 to 255
        used = largest - least if largest == 1 else min(largest, high)
        slack = ROUNDING * used if kind == "f" else 0
        # whole numbers up to 1 are black and white, as truth values are
        fits = kind == "f" or largest != 1 or least == 0
        if fits and least - slack <= low and high <= largest + slack:
            return Pixels(array, least, largest)
    raise InputError(
        f"{name} holds values from {low:g} to {high:g}; 0 to 255, 0 to 65535, 0 to 1 and -1 to 1 are "
        "understood"
    )


def one_hot(array: Array) -> bool:
    """Whether each row is 1 at one place and 0 at the others."""
    return (
        array.ndim == 2
        and array.shape[1] > 1
        and array.dtype.kind in "biuf"
        and bool(((array == 0) | (array == 1)).all())
        and bool((array.sum(axis=1) == 1).all())
    )


def joined(parts: list[Array]) -> Array:
    """The labels of several parts as one array (N,); where some are words, all are texts."""
    flat = list(map(_flat, parts))
    numbers = [part.dtype.kind in "biuf" for part in flat]
    if all(numbers) or not any(numbers):
        return np.concatenate(flat)
    return np.array([_as_text(value) for part in flat for value in part.tolist()], object)


def labels(array: Array, count: int, name: str) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Classes by their text, in order, and the index (N,) of each image's; rows may be one-hot.

    What is no number or an empty text is no class: its index is NO_LABEL. Raises InputError if
    that can't be told.
    """
    array = _flat(array)
    if array.size != count or array.ndim > 2:
        raise InputError(f"{name} has labels of shape {array.shape} for {count} images")
    array = array.reshape(-1)
    told = np.array([each not in ("", b"") and not is_nan(each) for each in array.tolist()], bool)
    array = array[told]
    if array.dtype.kind == "f" and np.isfinite(array).all() and (array == np.rint(array)).all():
        array = array.astype(np.int64)
    values, found = np.unique(array, return_inverse=True)
    index = np.full(count, NO_LABEL, np.int64)
    index[told] = found.reshape(-1)
    return tuple(map(as_text, values.tolist())), index


def _flat(array: Array) -> Array:
    """Labels (N,) of rows that are one-hot, or of a column; others as they are."""
    if one_hot(array):
        return np.asarray(array.argmax(axis=1))
    return array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array


def _as_text(value: Any) -> Any:
    """What is no number stays so: it is no class."""
    if isinstance(value, float):
        return value if is_nan(value) else exact(value)
    return as_text(value)


def as_text(value: Any) -> str:
    """A label in words; bytes are UTF-8."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def is_nan(value: Any) -> bool:
    """Whether it is the float that is no number; of any type."""
    return isinstance(value, float) and math.isnan(value)


def is_images(array: Array) -> bool:
    """Whether the shape is one of images."""
    try:
        _check_shape(array, "")
    except InputError:
        return False
    return array.dtype.kind in "biuf"


def _check_shape(array: Array, name: str) -> None:
    shape = array.shape
    fine = (
        (array.ndim == 2 and shape[1] >= SMALLEST**2 and math.isqrt(shape[1]) ** 2 == shape[1])
        or (array.ndim == 3 and min(shape[1:]) >= SMALLEST)
        or (array.ndim == 4 and shape[3] in CHANNELS and min(shape[1:3]) >= SMALLEST)
        or (array.ndim == 4 and shape[1] in CHANNELS and min(shape[2:]) >= SMALLEST)
    )
    if not fine or not len(array):
        raise InputError(
            f"{name} has the shape {shape}; (N, H, W), (N, H, W, C), (N, C, H, W) and (N, H * H) are "
            f"read, C of 1, 3 or 4, H and W from {SMALLEST} on"
        )


def _parts(array: Array) -> list[Array]:
    step = max(1, _CHUNK // max(1, array[0].nbytes))
    return [array[start : start + step] for start in range(0, len(array), step)]


def _binary(array: Array) -> bool:
    """Whether no value is above 1; the first images tell of nearly all."""
    return array[0].max() <= 1 and all(part.max() <= 1 for part in _parts(array))


def _range(array: Array, name: str) -> tuple[float, float]:
    parts = _parts(array)
    low, high = min(float(part.min()) for part in parts), max(float(part.max()) for part in parts)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError(f"{name} holds values that are no finite numbers")
    return low, high
