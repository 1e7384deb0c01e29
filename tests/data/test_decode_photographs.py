"""JPEGs, read at a part of their size, and what cameras write beside the pixels."""

import io

import cv2
import numpy as np
import pytest
from image_files import encode, photo
from PIL import Image

from wgan.data.decoding.decode import picture
from wgan.data.decoding.look import Look
from wgan.data.source import Unreadable

GREY = Look(8, 1)
RGB = Look(8, 3)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpeg(mode: str) -> None:
    flat = {"L": 90, "RGB": (90, 140, 30), "CMYK": (255 - 90, 255 - 140, 255 - 30, 0)}[mode]
    data = encode(Image.new(mode, (16, 16), flat), "JPEG", quality=95)
    result = picture(data, RGB)
    np.testing.assert_allclose(
        result, np.broadcast_to(90 if mode == "L" else (90, 140, 30), result.shape), atol=3
    )
    expected = 90 if mode == "L" else 0.299 * 90 + 0.587 * 140 + 0.114 * 30
    np.testing.assert_allclose(picture(data, GREY), expected, atol=3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
def test_exif_orientation(orientation: int, kind: str, fit: str) -> None:
    """The same as turning the pixels first, by a table of the standard's own words."""
    upright = photo(48, 32)
    # where the stored image's first row and column lie in the upright one
    stored = {
        1: upright,
        2: upright[:, ::-1],  # top, right
        3: upright[::-1, ::-1],  # bottom, right
        4: upright[::-1],  # bottom, left
        5: upright.swapaxes(0, 1),  # left, top
        6: upright.swapaxes(0, 1)[::-1],  # right, top
        7: upright.swapaxes(0, 1)[::-1, ::-1],  # right, bottom
        8: upright.swapaxes(0, 1)[:, ::-1],  # left, bottom
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if kind == "WEBP" else {"quality": 95, "subsampling": 0}
    options = {} if kind in ("PNG", "TIFF") else options
    look = Look(16, 3, fit)
    result = picture(encode(np.ascontiguousarray(stored), kind, exif=exif, **options), look)
    expected = picture(encode(upright), look)
    assert np.abs(result.astype(int) - expected).mean() < (3 if kind == "JPEG" else 1)


@pytest.mark.parametrize("fit", ["crop", "stretch"])
@pytest.mark.parametrize("size", [(178, 218), (301, 200), (1024, 704), (65, 64), (1024, 70)])
def test_reduced_jpeg_looks_like_the_whole(size: tuple[int, int], fit: str) -> None:
    look = Look(64, 3, fit)
    data = encode(photo(*size), "JPEG", quality=90)
    with Image.open(io.BytesIO(data)) as image:
        whole = picture(encode(image), look)
    assert np.abs(picture(data, look).astype(int) - whole).mean() < 1.5


@pytest.mark.parametrize("orientation", [1, 6])
def test_bars_go_by_the_true_proportions(orientation: int) -> None:
    """64 x 200 / 301 is 42.5, and 43 rows; of a JPEG at a quarter, 64 x 50 / 76 would be 42."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(np.full((200, 301, 3), 200, np.uint8), "JPEG", exif=exif, quality=95)
    result = picture(data, Look(64, 1, "pad", background="black"))[..., 0]
    assert ((result > 100).any(axis=1 if orientation == 1 else 0)).sum() == 43


def test_odd_files_of_cameras() -> None:
    """Bytes after the end, and a broken block of camera data, do not spoil the pixels."""
    data = encode(np.full((16, 16), 77, np.uint8), "JPEG", exif=b"Exif\0\0broken")
    for file in (data, data + b"trailing"):
        np.testing.assert_allclose(picture(file, GREY), 77, atol=1)


def test_a_jpeg_cut_short_is_not_filled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some releases of OpenCV return what is missing as grey."""
    data = encode(photo(64, 64), "JPEG")
    monkeypatch.setattr(cv2, "imdecode", lambda *_: np.full((64, 64, 3), 128, np.uint8))
    assert (picture(data, RGB) == 128).all()
    with pytest.raises(Unreadable, match="damaged"):
        picture(data[:-300], RGB)
