"""Image files that Pillow alone would read otherwise than they are meant, or not at all."""

import io

import cv2
import numpy as np
import pytest
import tifffile
from image_files import encode
from PIL import Image

from wgan.data.decoding import decode
from wgan.data.decoding.decode import picture
from wgan.data.decoding.look import Look
from wgan.data.source import Unreadable


def test_tiff_whose_least_value_is_white() -> None:
    """16 bits as 8 bits have it: gels and radiographs are saved so."""
    ramp = np.arange(64, dtype=np.uint16).reshape(8, 8) * 1024
    wide, plain = io.BytesIO(), io.BytesIO()
    Image.fromarray(ramp).save(wide, "TIFF", tiffinfo={262: 0})
    Image.fromarray((65535 - ramp) // 257).convert("L").save(plain, "PNG")
    # Pillow writes the pixels as they are, whatever the tag says
    found, wanted = (picture(file.getvalue(), Look(8, 1)) for file in (wide, plain))
    assert np.abs(found.astype(int) - wanted).max() <= 1


@pytest.mark.parametrize("alpha", [False, True])
def test_12_bits_of_colour_in_16_keep_their_levels(alpha: bool) -> None:
    ramp = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    channels = [ramp, ramp // 2, ramp // 4, *([np.full_like(ramp, 65535)] if alpha else [])]
    ok, data = cv2.imencode(".png", np.stack([*channels[2::-1], *channels[3:]], axis=-1))
    assert ok
    found = picture(data.tobytes(), Look(64, 3, white=1 / 16))
    for channel, factor in enumerate((1, 2, 4)):
        wanted = np.rint(ramp // factor / 4096 * 255)
        assert np.abs(found[..., channel] - wanted).max() <= 1
    assert len(np.unique(found[..., 0])) > 250


def test_a_fourth_byte_that_is_no_alpha() -> None:
    """TGA says in its descriptor how many of these bits are alpha; 0 all over is common."""
    pixels = np.full((6, 6, 4), (200, 100, 50, 0), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(file, "TGA")
    data = bytearray(file.getvalue())
    assert data[17] & 15 == 8
    assert (picture(bytes(data), Look(6, 3)) == 255).all()
    data[17] &= 0xF0
    assert (picture(bytes(data), Look(6, 3)) == (200, 100, 50)).all()


@pytest.mark.parametrize("kind", ["trailer", "CMYK"])
def test_large_photographs_that_are_decoded_by_pillow(kind: str) -> None:
    """Telephones write their own data behind the end of a JPEG; 35 million pixels."""
    image = Image.new("CMYK" if kind == "CMYK" else "L", (7000, 5000), 0)
    data = encode(image, "JPEG") + (b"\0\0SEFT" if kind == "trailer" else b"")
    assert picture(data, Look(28, 1)).shape == (28, 28, 1)


def test_memory_that_is_full_is_no_fault_of_the_image(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(decode, "square", full)
    with pytest.raises(MemoryError):
        picture(encode(np.zeros((6, 6), np.uint8)), Look(6, 1))


def tiff(pixels: np.ndarray, **words: object) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, pixels, photometric="rgb", **words)
    return file.getvalue()


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("kind", ["contig", "separate"])
def test_16_bits_whose_channels_lie_together_or_apart(kind: str, compression: str | None) -> None:
    image = np.random.default_rng(0).integers(0, 65536, (8, 8, 3), np.uint16)
    apart = np.moveaxis(image, 2, 0) if kind == "separate" else image
    data = tiff(apart, planarconfig=kind, compression=compression)
    if kind == "separate" and not compression:
        with pytest.raises(Unreadable, match="channels that lie apart, uncompressed"):
            picture(data, Look(8, 3))
    else:
        assert np.abs(picture(data, Look(8, 3)).astype(int) - image // 257).max() <= 1


@pytest.mark.parametrize(
    ("extra", "colour", "wanted"),
    [
        # on white
        ("unassalpha", (65535, 0, 0, 32768), (255, 127, 127)),
        ("assocalpha", (32768, 0, 0, 32768), (255, 127, 127)),
        ("unspecified", (65535, 0, 0, 0), (255, 0, 0)),
    ],
)
def test_a_fourth_channel_of_16_bits_is_what_the_file_says(extra, colour, wanted) -> None:
    image = np.full((8, 8, 4), colour, np.uint16)
    found = picture(tiff(image, extrasamples=[extra]), Look(8, 3)).astype(int)
    assert np.abs(found - wanted).max() <= 1


UPRIGHT = {
    1: lambda x: x, 2: np.fliplr, 3: lambda x: np.rot90(x, 2), 4: np.flipud,
    5: lambda x: x.swapaxes(0, 1), 6: lambda x: np.rot90(x, 3),
    7: lambda x: np.rot90(x.swapaxes(0, 1), 2), 8: np.rot90,
}  # fmt: skip
"""What brings a picture of each EXIF orientation upright."""


@pytest.mark.parametrize("kind", [np.uint16, np.uint8])
@pytest.mark.parametrize("orientation", UPRIGHT)
def test_tiffs_are_turned_once(orientation: int, kind: type) -> None:
    image = np.random.default_rng(0).integers(0, 256, (8, 8, 3), np.uint8)
    stored = image.astype(kind) * (257 if kind is np.uint16 else 1)
    data = tiff(stored, extratags=[(274, "H", 1, orientation, True)])
    assert np.abs(picture(data, Look(8, 3)).astype(int) - UPRIGHT[orientation](image)).max() <= 1
