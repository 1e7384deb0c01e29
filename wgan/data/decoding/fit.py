"""Geometry and colour: from the pixels of an image of any size to a square of the wanted one."""

import cv2
import numpy as np
import numpy.typing as npt

from wgan.data.decoding.look import Look
from wgan.data.source import Bytes

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.float32]
"""(H, W) grey, (H, W, 3) RGB, or (H, W, 4) RGB times alpha, and alpha; 0..255."""


def square(pixels: Pixels, look: Look, size: tuple[int, int] | None = None) -> Bytes:
    """Bring an image to `look`: (S, S, C) uint8.

    `size` is the width and height of the image if `pixels` are a reduced form of it. A target pixel is the mean over its area when shrinking, so that thin strokes do not break up,
    and bicubic when enlarging. Grey is Y of ITU-R 601.
    """
    height, width = pixels.shape[:2]
    across, down = look.used(width, height)
    left, top = (width - across) // 2, (height - down) // 2
    pixels = pixels[top : top + down, left : left + across]
    if look.channels == 1 and pixels.shape[2:] == (3,):
        pixels = _grey(pixels)
    inner = look.inner(*(size or (width, height)))
    flat = _flat(_levels(_resize(pixels, *inner), look), look)
    if inner == (look.image_size, look.image_size):
        return flat
    bars = np.empty((look.image_size, look.image_size, look.channels), np.uint8)
    bars[:] = _background(look)
    left, top = (look.image_size - inner[0]) // 2, (look.image_size - inner[1]) // 2
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


def _levels(pixels: Pixels, look: Look) -> Pixels:
    """Stretch the values so that `black` becomes 0 and `white` 255; of RGB times alpha, likewise."""
    if (look.black, look.white) == (0, 1):
        return pixels
    low, high = (np.float32(255 * share) for share in (look.black, look.white))
    values = pixels.astype(np.float32)
    if values.shape[2:] != (4,):
        return np.clip((values - low) * (np.float32(255) / (high - low)), 0, 255)
    alpha = values[..., 3:]
    colours = (values[..., :3] - low * alpha / 255) * (np.float32(255) / (high - low))
    return np.concatenate([np.clip(colours, 0, alpha), alpha], axis=-1)


def _flat(pixels: Pixels, look: Look) -> Bytes:
    if pixels.shape[2:] == (4,):
        behind = np.array(look.colour, np.float32) / np.float32(255)
        pixels = pixels[..., :3] + (np.float32(255) - pixels[..., 3:]) * behind
        if look.channels == 1:
            pixels = _grey(pixels)
    if pixels.dtype != np.uint8:
        pixels = np.clip(np.rint(pixels), 0, 255)
    flat: Bytes = pixels.astype(np.uint8, copy=False)
    return flat if flat.ndim == 3 else flat[..., np.newaxis].repeat(look.channels, axis=2)


def _background(look: Look) -> Bytes:
    colour = np.array([[look.colour]], np.uint8)
    return np.asarray(_grey(colour) if look.channels == 1 else colour[0, 0], np.uint8)


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY))
