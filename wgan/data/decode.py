"""From the bytes of an image file to pixels: the only place that knows Pillow's formats and modes."""

import io

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from wgan.data.budget import Budget
from wgan.data.fit import Look, square
from wgan.data.source import Bytes, Unreadable

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What is accepted, whatever the file's ending; Pillow's other decoders are never run."""
SMALLEST = 4
"""Images with a side below this many pixels hold nothing to learn from."""
LARGEST = 1 << 26
"""Pixels (67 million); above it a small file may expand to fill the memory."""
DRAFT = 2.0
"""A JPEG may be decoded at 1/2, 1/4 or 1/8 where that leaves this many times the wanted pixels."""

# own limit, checked before decoding; Pillow's warns first
Image.MAX_IMAGE_PIXELS = None

_pixels = Budget(LARGEST)
"""All threads together decode no more pixels at a time than the largest image has."""

_T = Image.Transpose
_UPRIGHT = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_270,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_90,
}
"""What undoes each EXIF orientation."""


def picture(content: bytes | Bytes, look: Look) -> Bytes:
    """Decode an image file, or take pixels (H, W) or (H, W, 3), and return (S, S, C) uint8.

    Of several frames the first is taken. Raises Unreadable, with the reason.
    """
    if isinstance(content, bytes):
        result = _from_file(content, look)
    else:
        image = Image.fromarray(content)
        result = square(image, look, image.size)
    return np.asarray(result).reshape(look.size, look.size, look.channels)


def _from_file(data: bytes, look: Look) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(image)
        extent = _draft(image, look)
        with _pixels.use(image.width * image.height):
            image.load()
            result = square(_resizable(image), look, extent)
        # the square is turned, not the large image: the same pixels for less work
        turn = _UPRIGHT.get(_orientation(image))
        return result if turn is None else result.transpose(turn)
    except Unreadable:
        raise
    except UnidentifiedImageError:
        raise Unreadable("not an image that can be read") from None
    except Exception as error:  # Pillow's decoders raise almost anything on damaged files
        reason = " ".join(str(error).split()) or type(error).__name__
        raise Unreadable(f"damaged: {reason}") from None


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if min(width, height) < SMALLEST:
        raise Unreadable(f"{width}x{height} pixels, smaller than {SMALLEST}x{SMALLEST}")
    if width * height > LARGEST:
        raise Unreadable(f"{width}x{height} pixels, more than {LARGEST:,}")


def _draft(image: Image.Image, look: Look) -> tuple[float, float]:
    """Let a JPEG come out smaller, and grey if grey is wanted; returns its exact width and height."""
    width, height = image.size
    left, top, right, bottom = look.region(width, height)
    across, down = look.inner(width, height)
    shrink = max(1.0, min((right - left) / across, (bottom - top) / down) / DRAFT)
    # only JPEG knows drafts; others return None
    result = image.draft(look.mode, (int(width / shrink), int(height / shrink)))
    if result is None:
        return width, height
    return result[1][2], result[1][3]


def _resizable(image: Image.Image) -> Image.Image:
    """Bring any mode to L, LA, RGB, RGBA, or F with 0..255."""
    if image.mode.startswith("I;16"):
        return Image.fromarray(np.asarray(image).astype(np.float32) / np.float32(257))
    if image.mode in ("I", "F"):
        raise Unreadable("32 bits a channel, whose black and white are not known")
    if image.has_transparency_data:
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a damaged block of camera data does not spoil the pixels
        return 1
