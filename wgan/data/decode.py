"""From the bytes of a file to a square image of the wanted size: the only place that knows Pillow's modes."""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from wgan.data.source import Unreadable

SMALLEST = 4
"""Images with a side below this many pixels hold nothing to learn from."""
LARGEST = 100_000_000
"""Pixels; above it a small file may expand to fill the memory."""

Image.MAX_IMAGE_PIXELS = LARGEST


def decode(data: bytes) -> Image.Image:
    """Decode one image file, upright. Raises Unreadable, with the reason."""
    try:
        image = Image.open(io.BytesIO(data))
        _check_size(image)
        image.load()
        return ImageOps.exif_transpose(image)
    except Unreadable:
        raise
    except UnidentifiedImageError:
        raise Unreadable("not an image that can be read") from None
    except Exception as error:  # Pillow's decoders raise almost anything on damaged files
        reason = " ".join(str(error).split()) or type(error).__name__
        raise Unreadable(f"damaged: {reason}") from None


def square(image: Image.Image, size: int, channels: int) -> npt.NDArray[np.uint8]:
    """Crop the centre square, resize it to `size` and return (size, size, channels) uint8.

    Shrinking antialiases (area-weighted bicubic), so that thin strokes do not break up.
    """
    image = image.convert("L" if channels == 1 else "RGB")
    if image.size != (size, size):
        image = ImageOps.fit(image, (size, size), method=Image.Resampling.BICUBIC)
    return np.asarray(image).reshape(size, size, channels)


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if min(width, height) < SMALLEST:
        raise Unreadable(f"{width}x{height} pixels, smaller than {SMALLEST}x{SMALLEST}")
    if width * height > LARGEST:
        raise Unreadable(f"{width}x{height} pixels, more than {LARGEST:,}")
