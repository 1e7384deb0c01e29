"""The quick look at a JPEG's header, against Pillow's."""

import io
import random

import numpy as np
import pytest
from PIL import Image

from wgan.data.decoding import decode
from wgan.data.decoding.jpeg import plain_size
from wgan.data.decoding.look import Look


def jpeg(mode="RGB", size=(37, 21), **options):
    rng = np.random.default_rng(0)
    coarse = Image.fromarray(rng.integers(0, 256, (5, 7, 3), np.uint8)).resize(size)
    file = io.BytesIO()
    coarse.convert(mode).save(file, "JPEG", **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"comment": b"x" * 9000}])
def test_plain_files(mode, options, monkeypatch):
    for size in ((37, 21), (300, 4), (4, 1025)):
        data = jpeg(mode, size, **options)
        assert plain_size(data) == size
        look = Look(16, 3)
        quick = decode.picture(data, look)
        with monkeypatch.context() as patch:
            patch.setattr(decode, "plain_size", lambda _: None)
            np.testing.assert_array_equal(decode.picture(data, look), quick)


def test_what_pillow_must_see():
    exif = Image.Exif()
    exif[0x0112] = 6
    for data in (
        jpeg(exif=exif), jpeg("CMYK"), jpeg()[:-1], jpeg() + b"\0", jpeg()[:30], b"\xff\xd8\xff\xff\xd9",
        jpeg().replace(b"JFIF", b"JFIF", 1)[:20] + b"\xff\xd9", b"", b"GIF89a",
    ):  # fmt: skip
        assert plain_size(data) is None


def test_an_orientation_still_turns_the_image():
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = decode.picture(jpeg(size=(32, 32)), Look(32, 3)).astype(int)
    turned = decode.picture(jpeg(size=(32, 32), exif=exif), Look(32, 3)).astype(int)
    assert np.abs(np.rot90(upright, -1) - turned).max() <= 2


def test_any_bytes_are_looked_at_without_an_error():
    rng = random.Random(0)
    whole = jpeg()
    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data) // 4)] = rng.randrange(256)
        cut = rng.choice([len(data), rng.randrange(len(data))])
        size = plain_size(bytes(data[:cut]) + b"\xff\xd9")
        assert size is None or min(size) > 0
