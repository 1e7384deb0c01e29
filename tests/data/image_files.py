"""Image files made on the spot."""

import io
from typing import Any

import numpy as np
from PIL import Image


def encode(image: Image.Image | np.ndarray, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of an image file."""
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def flat(grey: int) -> bytes:
    """A small PNG whose every pixel has the given grey."""
    return encode(np.full((6, 6), grey, np.uint8))


def photo(width: int, height: int) -> np.ndarray:
    """Colours that change as slowly as in a photograph."""
    noise = np.random.default_rng(0).integers(0, 255, (9, 9, 3), np.uint8)
    return np.asarray(Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC))
