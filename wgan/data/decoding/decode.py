"""From the bytes of an image file to pixels: the only place that knows file formats and modes."""

from typing import cast

import cv2
import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from wgan.data.decoding.budget import Budget
from wgan.data.decoding.fit import Pixels, square
from wgan.data.decoding.formats import open_image
from wgan.data.decoding.jpeg import END, plain_size
from wgan.data.decoding.look import Look
from wgan.data.source import SMALLEST, Bytes, Unreadable
from wgan.errors import reason

LARGEST = 1 << 25
"""Pixels that are decoded (34 million); above it a small file may expand to fill the memory."""
LARGEST_JPEG = 1 << 27
"""Pixels of a JPEG (134 million), which is decoded at a part of its size."""

_memory = Budget(LARGEST)
"""All threads together decode no more pixels at a time than the largest image has."""

_GREY = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_COLOUR = {factor: cv2.IMREAD_COLOR_RGB | flag for factor, flag in _GREY.items()}
"""OpenCV's own reduced colour is in its order, BGR; its flags of grey say nothing but the reduction."""
_BITS, _PHOTOMETRIC, _PLANAR, _EXTRA = 258, 262, 284, 338
"""Tags of TIFF: bits of each channel; 0 where the least value is white; 2 where channels lie apart; what a fourth channel is."""
_PREMULTIPLIED, _ALPHA = (1,), (2,)
"""Values of _EXTRA: colours times alpha, and beside it; anything else is no alpha."""
_TURNED = (5, 6, 7, 8)
"""Values of the EXIF orientation at which width and height change places."""


def picture(content: bytes | Bytes, look: Look) -> Bytes:
    """Decode an image file, or take pixels (H, W) or (H, W, 3), and return (S, S, C) uint8.

    Of several frames the first is taken. Raises Unreadable, with the reason.
    """
    if not isinstance(content, bytes):
        return square(content, look)
    try:
        size = plain_size(content)
        if size:
            factor = _reduction(size, look)
            with _memory.use(_checked(size, factor)):
                pixels = _from_jpeg(content, look, factor)
                if pixels is not None:
                    return square(pixels, look, size)
        return _opened(content, look, failed=bool(size))
    except Unreadable:
        raise
    except UnidentifiedImageError as error:
        raise Unreadable(str(error)) from None
    except MemoryError:  # the machine's, not the file's
        raise
    except Exception as error:  # decoders raise almost anything on damaged files
        raise Unreadable(f"damaged: {reason(error)}") from None


def _opened(content: bytes, look: Look, *, failed: bool) -> Bytes:
    """Decode what is no plain JPEG, or one on which the quick way `failed`."""
    image = open_image(content)
    # one that does not end as it should may be cut short, on which Pillow is strict
    quick = image.format == "JPEG" and image.mode != "CMYK" and content.endswith(END)
    across, down = image.size
    large = image.format in ("JPEG", "MPO") and across * down > LARGEST
    factor = _reduction(image.size, look) if quick or large else 1
    with _memory.use(_checked(image.size, factor)):
        pixels = _from_jpeg(content, look, factor) if quick and not failed else None
        if pixels is None:
            if large:
                image.draft(None, (across // factor, down // factor))
            pixels = _from_any(content, image)
        orientation = _orientation(image)
        # by the size before any reduction: rounding goes by the true proportions
        size = (down, across) if orientation in _TURNED else (across, down)
        return square(_upright(pixels, orientation), look, size)


def _reduction(size: tuple[int, int], look: Look) -> int:
    """The part of its size, 1/1 to 1/8, at which a JPEG is still large enough."""
    used = look.used(*size)
    inner = look.inner(*size)
    enough = min(used[0] / inner[0], used[1] / inner[1])
    return max(factor for factor in _COLOUR if factor <= max(enough, 1))


def _checked(size: tuple[int, int], factor: int) -> int:
    """Pixels that are decoded. Raises Unreadable for too few and too many."""
    width, height = size
    decoded = width * height // factor**2
    if min(width, height) < SMALLEST:
        raise Unreadable(f"{width}x{height} pixels, smaller than {SMALLEST}x{SMALLEST}")
    if width * height > LARGEST_JPEG or decoded > LARGEST:
        raise Unreadable(f"{width}x{height} pixels are too many")
    return decoded


def _from_jpeg(data: bytes, look: Look, factor: int) -> Pixels | None:
    """Decode a usual JPEG the quick way; None if it is damaged.

    Smaller than it is, this takes half the time and antialiases as well: the finest waves of each
    block are left out.
    """
    modes = _GREY if look.channels == 1 else _COLOUR
    how = modes[factor] | cv2.IMREAD_IGNORE_ORIENTATION
    return cast("Pixels | None", cv2.imdecode(np.frombuffer(data, np.uint8), how))


def _deep_colour(content: bytes, image: Image.Image) -> Pixels | None:
    """16 bits of colour, of which Pillow takes 8; None for anything else."""
    extra = _ALPHA
    if isinstance(image, TiffImageFile):
        # channels that lie apart are misread by OpenCV
        deep = image.tag_v2.get(_BITS) in ((16,) * 3, (16,) * 4) and not _apart(image)
        extra = tuple(image.tag_v2.get(_EXTRA, ()))
    else:
        deep = image.format == "PNG" and content[24:26] in (b"\x10\x02", b"\x10\x06")
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED) if deep else None
    if pixels is None or pixels.dtype != np.uint16 or pixels.ndim != 3:
        return None
    values = pixels.astype(np.float32) / np.float32(257)
    colours = values[..., 2::-1]
    if pixels.shape[2] == 3 or extra not in (_ALPHA, _PREMULTIPLIED):
        return np.ascontiguousarray(colours)
    alpha = values[..., 3:]
    times = colours if extra == _PREMULTIPLIED else colours * alpha / 255
    return np.concatenate([times, alpha], axis=-1)


def _from_any(content: bytes, image: Image.Image) -> Pixels:
    """Bring any of Pillow's modes to one of ours."""
    if (deep := _deep_colour(content, image)) is not None:
        return deep
    if isinstance(image, TiffImageFile) and _misread(image):
        raise Unreadable("16 bits of channels that lie apart, uncompressed: save it otherwise")
    image.load()
    # any PGM of more than 8 bits is brought to 16 by Pillow
    if image.mode.startswith("I;16") or (image.mode, image.format) == ("I", "PPM"):
        values = np.asarray(image).astype(np.float32) / np.float32(257)
        inverted = isinstance(image, TiffImageFile) and image.tag_v2.get(_PHOTOMETRIC) == 0
        return np.float32(255) - values if inverted else values
    if image.mode in ("I", "F"):
        raise Unreadable("32 bits a channel, whose black and white are not known")
    if image.has_transparency_data and not _unused_alpha(content, image):
        return np.asarray(image.convert("RGBA").convert("RGBa"))
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    return np.asarray(image.convert("RGB"))


def _misread(image: TiffImageFile) -> bool:
    """Whether Pillow takes 16 bits for 8, as in planes that are not compressed."""
    deep = _apart(image) and set(image.tag_v2.get(_BITS, ())) == {16}
    return deep and len(image.tag_v2[_BITS]) > 1 and image.tile[0].codec_name == "raw"


def _apart(image: TiffImageFile) -> bool:
    """Whether the channels lie apart, each a plane."""
    return image.tag_v2.get(_PLANAR) == 2


def _unused_alpha(content: bytes, image: Image.Image) -> bool:
    """Whether a TGA says that its fourth byte is no alpha: it may be 0 all over."""
    return image.format == "TGA" and image.mode == "RGBA" and not content[17] & 15


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 where there is none, and of TIFF, which Pillow and OpenCV have turned already."""
    if isinstance(image, TiffImageFile):
        return 1
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a damaged block of camera data does not spoil the pixels
        return 1


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    if orientation in (5, 7):
        pixels = pixels.swapaxes(0, 1)
    elif orientation in (2, 4):
        pixels = pixels[:, ::-1]
    quarters = {3: 2, 4: 2, 6: 3, 7: 2, 8: 1}.get(orientation, 0)
    return cast("Pixels", np.ascontiguousarray(np.rot90(pixels, quarters)))
