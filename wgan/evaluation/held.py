"""Reference images in the form that searches read: bytes, in memory or in a file."""

import math
import mmap
import os
import tempfile
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation.blocks import in_blocks
from wgan.evaluation.neighbours import as_bytes
from wgan.images import Bytes, Float

IN_MEMORY = 2**27
"""Bytes that are kept in memory; more go to a temporary file, which the system may drop from it."""
ROWS = 256
"""Images converted at a time."""


def held(images: Bytes | Float, wanted: npt.NDArray[np.int64] | None = None) -> Bytes:
    """(n, H, W, C) uint8 images as they are; of float32 in [-1, 1] a copy, a quarter of the size.

    Of the rows `wanted` alone, if given, always a copy.
    """
    if images.dtype == np.uint8 and wanted is None:
        return images  # type: ignore[return-value]
    chosen = np.arange(len(images)) if wanted is None else wanted
    shape = (len(chosen), *images.shape[1:])
    copy: Bytes
    if math.prod(shape) <= IN_MEMORY:
        copy = np.empty(shape, np.uint8)
    else:
        # the file has no name: it goes when the array does
        with tempfile.TemporaryFile() as file:
            # on a full disk an error now, not a signal when the map is written to; macOS has no such call
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, math.prod(shape))
            copy = np.memmap(file, np.uint8, "w+", shape=shape)

    def convert(rows: slice) -> None:
        copy[rows] = as_bytes(images[chosen[rows]])
        release(images)
        release(copy)

    in_blocks(convert, len(chosen), ROWS)
    return copy


def release(images: npt.NDArray[Any]) -> None:
    """Let go of the parts of a memory map that were read: they stay on disk, or in its cache."""
    base: Any = images
    while isinstance(base, np.ndarray):
        base = base.base
    # what was written into a private map would be lost
    private = getattr(images, "mode", "c") == "c"
    if isinstance(base, mmap.mmap) and not private and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
