"""The formats of image files, by their content."""

import io
import struct

from PIL import Image, UnidentifiedImageError

# decoding has limits of its own, checked before; Pillow's warns first
Image.MAX_IMAGE_PIXELS = None

FORMATS = (
    "JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM", "ICO", "QOI", "PCX",
    "SGI",
)  # fmt: skip
"""What is accepted, whatever the file's ending; Pillow's other decoders are never run."""
_UNREAD = {
    b"ftyphei": "HEIC",
    b"ftypmif1": "HEIC",
    b"ftypmsf1": "HEIC",
    b"JXL ": "JPEG XL",
    b"\xff\x0a": "JPEG XL",
}
_TGA_END = b"TRUEVISION-XFILE.\0"
_MOST_AFTER = 8192
"""Bytes that may follow the pixels of a TGA without a mark at its end."""


def open_image(content: bytes) -> Image.Image:
    """Read the header of an image file. Raises UnidentifiedImageError, which says what it is not."""
    # TGA has no mark in front: almost anything would pass for one
    for formats in (FORMATS, ("TGA",) if _is_tga(content) else ()):
        try:
            return Image.open(io.BytesIO(content), formats=formats)
        except UnidentifiedImageError:
            pass
    for mark, name in _UNREAD.items():
        if content[:16].find(mark) in (0, 4):
            raise UnidentifiedImageError(f"{name}, which is not read: convert it to PNG")
    raise UnidentifiedImageError("not an image that can be read")


def header_size(content: bytes) -> tuple[int, int] | None:
    """Width and height as an image file's header says; None if it has none that can be read."""
    try:
        with open_image(content) as image:
            return image.size
    except Exception:  # damaged headers raise almost anything
        return None


def is_picture(content: bytes) -> bool:
    """Whether it starts as an image file that can be read."""
    return header_size(content) is not None


def _is_tga(content: bytes) -> bool:
    if len(content) < 18:
        return False
    if content.endswith(_TGA_END):
        return True
    length, palette, kind, _, colours, depth, _, _, width, height, bits = struct.unpack(
        "<BBBHHBHHHHB", content[:17]
    )
    if palette not in (0, 1) or kind not in (1, 2, 3) or bits not in (8, 16, 24, 32):
        return False
    size = 18 + length + palette * colours * ((depth + 7) // 8) + width * height * bits // 8
    return width > 0 and height > 0 and size <= len(content) <= size + _MOST_AFTER
