"""The file format of MNIST and of what was made in its likeness."""

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import IO, cast

import numpy as np
import numpy.typing as npt

from wgan.errors import InputError

_UINT8 = 0x08
LARGEST = 1 << 30
"""Bytes of content (1 GB); MNIST has 47 million."""


def open_plain(path: Path) -> IO[bytes]:
    """Open a file, expanding it if it is gzipped."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def idx_axes(path: Path) -> int:
    """How many axes an IDX file of uint8 has; 0 if it is none."""
    try:
        with open_plain(path) as file:
            head = file.read(4)
    except (OSError, EOFError, zlib.error):
        return 0
    return head[3] if len(head) == 4 and head[:3] == bytes((0, 0, _UINT8)) else 0


def read_idx(path: Path, dimensions: int) -> npt.NDArray[np.uint8]:
    """Read an IDX file of uint8, gzipped or not, and return an array of `dimensions` axes.

    The format: two zero bytes, the type of the values, the number of axes, the length of each axis
    as big-endian uint32, then the values, and nothing after them. Raises InputError otherwise.
    """
    try:
        with open_plain(path) as file:
            magic = file.read(4)
            if magic != bytes((0, 0, _UINT8, dimensions)):
                raise InputError(
                    f"{path} starts with {magic.hex(' ') or 'nothing'}, an IDX file of uint8 with "
                    f"{dimensions} axes starts with 00 00 08 {dimensions:02x}"
                )
            head = file.read(4 * dimensions)
            if len(head) < 4 * dimensions:
                raise InputError(f"{path} is cut short within its header")
            shape = struct.unpack(f">{dimensions}I", head)
            size = math.prod(shape)
            if size > LARGEST:
                raise InputError(f"{path} announces {size:,} bytes, at most {LARGEST:,} are read")
            data = file.read(size + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path} is damaged: {error}") from None
    if len(data) != size:
        found = "more" if len(data) > size else f"{len(data):,}"
        raise InputError(
            f"{path} announces {' x '.join(map(str, shape))} = {size:,} bytes and holds {found}"
        )
    return np.frombuffer(data, np.uint8).reshape(shape)
