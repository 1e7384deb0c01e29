"""Geometry and colour: from the pixels of an image of any size to a square of the wanted one."""

from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
import numpy.typing as npt

from wgan.data.source import Bytes

Fit = Literal["crop", "pad", "stretch"]
FITS: tuple[Fit, ...] = get_args(Fit)
Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.float32]
"""(H, W) grey, (H, W, 3) RGB, or (H, W, 4) RGB times alpha, and alpha; 0..255."""


@dataclass(frozen=True)
class Look:
    """What every prepared image looks like."""

    size: int
    """Side of the square, in pixels."""
    channels: int
    """1 for grey, 3 for colour."""
    fit: Fit = "crop"
    """Keep the centre square, keep all and add bars, or keep all and change the proportions."""
    background: tuple[int, int, int] = (255, 255, 255)
    """RGB behind transparent pixels and in the bars of `pad`."""

    def inner(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the picture inside the square, without bars."""
        if self.fit != "pad":
            return self.size, self.size
        longer = max(width, height)
        across, down = (max(1, round(self.size * side / longer)) for side in (width, height))
        return across, down

    def used(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the centre of the image that is used."""
        side = min(width, height)
        return (side, side) if self.fit == "crop" else (width, height)


def square(pixels: Pixels, look: Look) -> Bytes:
    """Bring an image to `look`: (S, S, C) uint8.

    A target pixel is the mean over its area when shrinking, so that thin strokes do not break up,
    and bicubic when enlarging. Grey is Y of ITU-R 601.
    """
    height, width = pixels.shape[:2]
    across, down = look.used(width, height)
    left, top = (width - across) // 2, (height - down) // 2
    pixels = pixels[top : top + down, left : left + across]
    if look.channels == 1 and pixels.shape[2:] == (3,):
        pixels = _grey(pixels)
    inner = look.inner(width, height)
    flat = _flat(_resize(pixels, *inner), look)
    if inner == (look.size, look.size):
        return flat
    bars = np.empty((look.size, look.size, look.channels), np.uint8)
    bars[:] = _background(look)
    left, top = (look.size - inner[0]) // 2, (look.size - inner[1]) // 2
    bars[top : top + inner[1], left : left + inner[0]] = flat
    return bars


def _resize(pixels: Pixels, across: int, down: int) -> Pixels:
    height, width = pixels.shape[:2]
    # the area method is only one where no side grows
    for size, method in (
        ((min(width, across), min(height, down)), cv2.INTER_AREA),
        ((across, down), cv2.INTER_CUBIC),
    ):
        if size != pixels.shape[1::-1]:
            pixels = cv2.resize(pixels, size, interpolation=method)
    return pixels


def _flat(pixels: Pixels, look: Look) -> Bytes:
    if pixels.shape[2:] == (4,):
        behind = np.array(look.background, np.float32) / np.float32(255)
        pixels = pixels[..., :3] + (np.float32(255) - pixels[..., 3:]) * behind
        if look.channels == 1:
            pixels = _grey(pixels)
    if pixels.dtype != np.uint8:
        pixels = np.clip(np.rint(pixels), 0, 255)
    flat: Bytes = pixels.astype(np.uint8, copy=False)
    return flat if flat.ndim == 3 else flat[..., np.newaxis].repeat(look.channels, axis=2)


def _background(look: Look) -> Bytes:
    colour = np.array([[look.background]], np.uint8)
    return np.asarray(_grey(colour) if look.channels == 1 else colour[0, 0], np.uint8)


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY))
