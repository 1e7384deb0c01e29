"""The IDX format, byte by byte."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from wgan.data.arrays.idx import read_idx
from wgan.errors import InputError


def idx(array: np.ndarray) -> bytes:
    head = bytes((0, 0, 8, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


IMAGES = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
GOOD = idx(IMAGES)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_round_trip(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gz", gzip.compress(GOOD))
    np.testing.assert_array_equal(read_idx(path, 3), IMAGES)
    np.testing.assert_array_equal(read_idx(write(tmp_path / "plain", GOOD), 3), IMAGES)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (gzip.compress(b"", mtime=0), "starts with nothing"),
        (gzip.compress(b"\0\0\x0d\x03" + GOOD[4:], mtime=0), "starts with 00 00 0d 03"),
        (gzip.compress(b"\0\0\x08\x01" + GOOD[4:], mtime=0), "starts with 00 00 08 01"),
        (gzip.compress(GOOD[:10], mtime=0), "within its header"),
        (gzip.compress(GOOD[:-1], mtime=0), "2 x 3 x 4 = 24 bytes and holds 23"),
        (gzip.compress(GOOD + b"\0", mtime=0), "= 24 bytes and holds more"),
        (gzip.compress(GOOD[:4] + struct.pack(">III", 1 << 31, 1 << 31, 9), mtime=0), "at most"),
        (GOOD[:-1], "holds 23"),
        (gzip.compress(GOOD, mtime=0)[:-9], "damaged"),
        (gzip.compress(GOOD, mtime=0)[:-8] + bytes(8), "damaged"),
    ],
)
def test_faults(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_idx(write(tmp_path / "a.gz", data), 3)
