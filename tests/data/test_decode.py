"""Every format and mode but photographs, from files with known pixels."""

import struct
import zlib

import numpy as np
import pytest
from image_files import encode, photo
from PIL import Image, ImageCms

from wgan.data.decoding import decode
from wgan.data.decoding.budget import Budget
from wgan.data.decoding.decode import picture
from wgan.data.decoding.look import Look
from wgan.data.source import Unreadable
from wgan.errors import InputError

GREY = Look(8, 1)
RGB = Look(8, 3)
RAMP = np.arange(64, dtype=np.uint8).reshape(8, 8) * 4
COLOURS = np.stack([RAMP, RAMP.T, 255 - RAMP], axis=2)


def grey_of(rgb: np.ndarray) -> np.ndarray:
    return np.rint(rgb @ [0.299, 0.587, 0.114])[..., None]


@pytest.mark.parametrize(
    "kind", ["PNG", "BMP", "TIFF", "GIF", "PPM", "TGA", "JPEG2000", "PCX", "SGI"]
)
def test_lossless_grey(kind: str) -> None:
    data = encode(RAMP, kind)
    np.testing.assert_array_equal(picture(data, GREY), RAMP[..., None])
    np.testing.assert_array_equal(picture(data, RGB), np.stack([RAMP] * 3, axis=2))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("WEBP", {"lossless": True}),
        ("PPM", {}),
        ("TGA", {}),
        ("JPEG2000", {}),
        ("QOI", {}),
        ("SGI", {}),
    ],
)
def test_lossless_colour(kind: str, options: dict[str, bool]) -> None:
    data = encode(COLOURS, kind, **options)
    np.testing.assert_array_equal(picture(data, RGB), COLOURS)
    np.testing.assert_allclose(picture(data, GREY), grey_of(COLOURS), atol=1)


@pytest.mark.parametrize("kind", ["AVIF", "MPO"])
def test_lossy_colour(kind: str) -> None:
    data = encode(Image.new("RGB", (16, 16), (90, 140, 30)), kind, quality=95)
    np.testing.assert_allclose(picture(data, RGB)[4, 4], (90, 140, 30), atol=4)


def test_old_targa_has_no_mark_at_its_end() -> None:
    data = encode(COLOURS, "TGA").removesuffix(b"TRUEVISION-XFILE.\0")
    np.testing.assert_array_equal(picture(data, RGB), COLOURS)
    for junk in (b"\0" * 300, b"\0\0\2" + b"\1" * 100, data[:60]):
        with pytest.raises(Unreadable, match="not an image"):
            picture(junk, RGB)


def test_twelve_bits_in_sixteen_are_stretched() -> None:
    values = np.linspace(0, 4095, 64).astype(np.uint16).reshape(8, 8)
    data = encode(values)
    assert picture(data, GREY).max() == 16
    result = picture(data, Look(8, 1, white=4095 / 65535))[..., 0]
    np.testing.assert_allclose(result, values / 4095 * 255, atol=0.51)


def test_black_and_white_of_bytes_and_of_transparent_images() -> None:
    look = Look(8, 3, black=0.2, white=0.6, background="rgb(7, 8, 9)")
    expected = np.clip((COLOURS / 255 - 0.2) / 0.4, 0, 1) * 255
    np.testing.assert_allclose(picture(encode(COLOURS), look), expected, atol=0.51)
    image = Image.new("RGBA", (8, 8), (102, 51, 204, 255))
    image.paste((1, 2, 3, 0), (0, 0, 8, 4))
    result = picture(encode(image), look)
    assert (result[0] == [7, 8, 9]).all(), "the background is as it was named"
    np.testing.assert_allclose(result[7, 0], [127.5, 0, 255], atol=1)
    with pytest.raises(InputError, match=r"0\.3 is not above black"):
        Look(8, 1, black=0.3, white=0.3)


def test_one_bit() -> None:
    bits = RAMP > 100
    data = encode(Image.fromarray(bits))
    np.testing.assert_array_equal(picture(data, GREY)[..., 0], bits * 255)


def test_palette() -> None:
    image = Image.new("P", (8, 8))
    image.putdata([0, 1, 2, 3] * 16)
    image.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7])
    result = picture(encode(image), RGB)
    assert result[0, :4].tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 8, 7]]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_not_cut(kind: str) -> None:
    values = np.linspace(0, 65535, 64).astype(np.uint16).reshape(8, 8)
    result = picture(encode(values, kind), GREY)[..., 0]
    np.testing.assert_array_equal(result, np.rint(values / 257))
    assert result.max() == 255
    assert len(np.unique(result)) == 64


def test_pgm_of_more_than_eight_bits() -> None:
    values = np.linspace(0, 65535, 64).astype(np.uint16).reshape(8, 8)
    data = b"P5 8 8 65535\n" + values.astype(">u2").tobytes()
    np.testing.assert_array_equal(picture(data, GREY)[..., 0], np.rint(values / 257))
    twelve = b"P5 8 8 4095\n" + (values // 16).astype(">u2").tobytes()
    assert picture(twelve, GREY).max() == 255


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def sixteen_bit_png(pixels: np.ndarray) -> bytes:
    """A PNG with 16 bits a channel, of 2, 3 or 4 channels: Pillow can't write one."""
    height, width, channels = pixels.shape
    colour_type = {2: 4, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("channels", [2, 3, 4])
def test_sixteen_bits_in_several_channels(channels: int) -> None:
    pixels = np.full((8, 8, channels), 65535, np.uint16)
    pixels[:4, :, 0] = 0x8080
    result = picture(sixteen_bit_png(pixels), RGB)
    np.testing.assert_allclose(result[:4, :, 0], 0x80, atol=1)
    assert (result[4:] == 255).all()


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_transparency_shows_the_background(mode: str, kind: str) -> None:
    image = Image.new(mode, (8, 8))
    image.putdata([((200,) * (len(mode) - 1) + (alpha,)) for alpha in [0] * 32 + [255] * 32])
    result = picture(encode(image, kind), Look(8, 3, background="rgb(10, 20, 30)"))
    assert (result[:4] == [10, 20, 30]).all()
    assert (result[4:] == 200).all()


def test_half_transparent_is_half_way() -> None:
    image = Image.new("RGBA", (8, 8), (200, 100, 0, 51))
    result = picture(encode(image), Look(8, 3, background="blue"))
    np.testing.assert_allclose(result[0, 0], [40, 20, 204], atol=1)
    grey = picture(encode(image), Look(8, 1, background="blue"))
    np.testing.assert_allclose(grey[0, 0], 0.299 * 40 + 0.587 * 20 + 0.114 * 204, atol=1.5)


def test_hidden_colour_does_not_bleed() -> None:
    """Shrinking a red shape on transparent green gives no green."""
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[..., 1] = 255
    pixels[16:48, 16:48] = [255, 0, 0, 255]
    result = picture(encode(pixels), Look(10, 3, background="black"))
    assert result[..., 1].max() == 0
    assert result[5, 5, 0] == 255


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_transparent_colour_of_a_png(mode: str) -> None:
    image = Image.new(mode, (8, 8), 0)
    if mode == "P":
        image.putpalette([1, 2, 3, 4, 5, 6])
    transparency = (0, 0, 0) if mode == "RGB" else 0
    result = picture(encode(image, transparency=transparency), RGB)
    assert (result == 255).all()


def test_gif_gives_its_first_frame() -> None:
    frames = [Image.new("L", (8, 8), grey) for grey in (40, 200)]
    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert (picture(data, GREY) == 40).all()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not an image"),
        (b"GIF89a", "not an image"),
        (b"hello", "not an image"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC, which is not read"),
        (b"\xff\x0a" + bytes(40), "JPEG XL, which is not read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not an image"),
        (encode(np.zeros((3, 90), np.uint8)), "90x3 pixels, smaller than 4x4"),
        (encode(COLOURS)[:-30], "damaged"),
        (encode(photo(64, 64), "JPEG")[:-300], "damaged"),
        (encode(Image.new("F", (8, 8)), "TIFF"), "32 bits a channel"),
        (encode(Image.new("I", (8, 8)), "TIFF"), "32 bits a channel"),
    ],
)
def test_unreadable(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        picture(data, RGB)


def test_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    """A JPEG counts as what it is decoded to, here an eighth of its sides."""
    monkeypatch.setattr(decode, "LARGEST", 8 * 8)
    monkeypatch.setattr(decode, "LARGEST_JPEG", 64 * 64)
    assert picture(encode(photo(64, 64), "JPEG"), RGB).shape == (8, 8, 3)
    with pytest.raises(Unreadable, match="9x8 pixels are too many"):
        picture(encode(photo(9, 8)), RGB)
    with pytest.raises(Unreadable, match="64x65 pixels are too many"):
        picture(encode(photo(64, 65), "JPEG"), RGB)


def test_all_threads_share_the_pixels_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each image holds as many as it is decoded to, for as long as it is decoded."""
    budget = Budget(1000)
    taken: list[int] = []

    def take(amount: int) -> int:
        taken.append(amount)
        return Budget.take(budget, amount)

    monkeypatch.setattr(budget, "take", take)
    monkeypatch.setattr(decode, "_memory", budget)
    picture(encode(photo(64, 64), "JPEG"), GREY)
    picture(encode(photo(16, 12)), GREY)
    with pytest.raises(Unreadable):
        picture(encode(photo(20, 20))[:-30], GREY)
    assert taken == [8 * 8, 16 * 12, 20 * 20]
    assert budget.take(1000) == 1000, "all was given back"


def test_lab() -> None:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    red = Image.new("RGB", (8, 8), (255, 0, 0))
    image = ImageCms.profileToProfile(red, srgb, lab, outputMode="LAB")
    np.testing.assert_allclose(picture(encode(image, "TIFF"), RGB)[0, 0], [255, 0, 0], atol=8)


def test_a_jpeg_of_too_many_pixels_is_refused_before_decoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decode, "LARGEST_JPEG", 64 * 64 - 1)
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    with pytest.raises(Unreadable, match="64x64 pixels are too many"):
        picture(encode(pixels, "JPEG"), Look(8, 1))
