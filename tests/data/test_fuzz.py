"""Files that were good once: any damage ends in pixels, or in one reason, never in another error.

WGAN_FUZZ sets how many inputs each test tries; a long run takes 10,000.
"""

import gzip
import io
import os
import random
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from image_files import encode, flat
from PIL import Image

from wgan.data.arrays.idx import read_idx
from wgan.data.decoding.decode import picture
from wgan.data.decoding.look import FITS, Look
from wgan.data.files.image_files import image_files
from wgan.data.source import Unreadable
from wgan.data.tables.columns import Columns
from wgan.data.tables.table import read_labels
from wgan.errors import InputError

TRIES = int(os.environ.get("WGAN_FUZZ", "200"))


def damage(data: bytes, rng: random.Random) -> bytes:
    """Change, cut, repeat or drop some of the bytes."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 10))):
        at = rng.randrange(max(len(out), 1))
        length = rng.choice((1, 2, 4, 30))
        kind = rng.randrange(5)
        if kind == 0:
            out[at : at + length] = rng.randbytes(length)
        elif kind == 1:
            out[at : at + length] = rng.choice((b"\0", b"\xff", b"\x7f")) * length
        elif kind == 2:
            del out[at : at + length]
        elif kind == 3:
            out[at:at] = out[at : at + 50 * length]
        elif rng.random() < 0.2:
            del out[at:]
    return bytes(out)


def seeds() -> list[bytes]:
    noise = np.random.default_rng(0).integers(0, 256, (21, 17, 4), np.uint8)
    rgb, rgba = Image.fromarray(noise[..., :3]), Image.fromarray(noise)
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = Image.fromarray(noise[..., :2].copy().view(np.uint16)[..., 0])
    return [
        encode(rgb),
        encode(rgba),
        encode(wide),
        encode(rgb.convert("P")),
        encode(rgb.convert("1")),
        encode(rgb, "JPEG", exif=exif),
        encode(rgb, "JPEG", progressive=True),
        encode(rgb.convert("L"), "JPEG"),
        encode(rgb.convert("CMYK"), "JPEG"),
        encode(rgba, "WEBP"),
        encode(rgba, "WEBP", lossless=True, exif=exif),
        encode(rgb, "GIF", save_all=True, append_images=[rgb.convert("L")]),
        encode(rgb, "BMP"),
        encode(rgb, "TIFF"),
        encode(rgba, "TIFF", compression="tiff_lzw"),
        encode(rgb, "TIFF", compression="jpeg"),
        encode(wide, "TIFF", compression="tiff_adobe_deflate"),
    ]


def attempt(call: Callable[[], Any]) -> Any:
    """The result, or None after an error that is one line."""
    try:
        return call()
    except (InputError, Unreadable) as error:
        message = str(error)
    assert message
    assert "\n" not in message
    return None


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_images() -> None:
    rng = random.Random(1)
    originals = seeds()
    readable = 0
    for i in range(max(TRIES, 2 * len(originals))):
        data = damage(originals[i % len(originals)], rng)
        look = Look(8, rng.choice((1, 3)), rng.choice(FITS))
        result = attempt(partial(picture, data, look))
        if result is not None:
            readable += 1
            assert result.shape == (8, 8, look.channels)
            assert result.dtype == np.uint8
    assert readable, "all damage is fatal: the test tries nothing"


def archives() -> list[bytes]:
    files = {f"top/{'ab'[i % 2]}/{i}.png": flat(i) for i in range(6)} | {
        "x" * 120 + ".png": flat(1)
    }
    made = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        made.append(buffer.getvalue())
    for mode, form in [
        ("w", tarfile.PAX_FORMAT),
        ("w", tarfile.GNU_FORMAT),
        ("w:gz", tarfile.GNU_FORMAT),
        ("w:bz2", tarfile.GNU_FORMAT),
        ("w:xz", tarfile.PAX_FORMAT),
    ]:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode, format=form) as tar:
            for name, data in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                info.pax_headers = {"comment": "é" * 9}
                tar.addfile(info, io.BytesIO(data))
        made.append(buffer.getvalue())
    return made


def read_all(path: Path) -> int:
    source = image_files(path)
    return sum(
        attempt(delivery.read) is not None
        for delivery in source.deliver(np.arange(len(source.names)))
    )


def test_archives(tmp_path: Path) -> None:
    rng = random.Random(2)
    originals = archives()
    path = tmp_path / "archive"
    good = 0
    for i in range(TRIES):
        path.write_bytes(damage(originals[i % len(originals)], rng))
        good += attempt(partial(read_all, path)) or 0
    assert good, "all damage is fatal: the test tries nothing"


def test_idx(tmp_path: Path) -> None:
    rng = random.Random(3)
    plain = bytes((0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4)) + bytes(24)
    path = tmp_path / "a.gz"
    for i in range(TRIES):
        inside, outside = gzip.compress(damage(plain, rng)), damage(gzip.compress(plain), rng)
        path.write_bytes(inside if i % 2 else outside)
        result = attempt(partial(read_idx, path, 3))
        assert result is None or result.ndim == 3


CELLS = st.sampled_from(["1", "-1", "a.png", '"', "", "x y", "é", "\x00", "0", "two\nlines", "'"])
TABLES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(str.encode),
    st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=6).map("\n".join).map(str.encode),
    st.lists(st.lists(CELLS, max_size=4).map(" ".join), max_size=6)
    .map("\n".join)
    .map(lambda text: b"2\n" + text.encode()),
)


@settings(max_examples=TRIES, deadline=None)
@given(TABLES, st.sampled_from(["", "1", "-1", "a.png"]))
def test_tables(data: bytes, column: str) -> None:
    images = ("a.png", "b/1", "c/-1.jpg")
    found = attempt(lambda: read_labels(data, "t.csv", images, Columns(column)))
    if found:
        assert found.labels.max(initial=-1) < max(len(found.classes), 1)
        assert (found.labels == -1).sum() == len(found.skipped)
