"""Images smoothed and sampled on a small grid, with what small movements would add to them."""

from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from wgan.images import Bytes

Real = npt.NDArray[np.float32]
TAPER = 0.15
"""Share of half a side over which images fade out: movements bring in unknown pixels there."""
FAINT = 1.0
"""Grey levels of contrast below which an image counts as blank rather than as a faint pattern."""
RIDGE = 1e-5
"""Of the squared norm, added so that directions that coincide do no harm."""
MOVEMENTS = 6
"""Directions per view: the image, right, down, turn, growth, blur."""


class Placing(NamedTuple):
    """Where the grid lies along an axis: moved by steps of the grid, and stretched."""

    shift: float = 0.0
    scale: float = 1.0


class Place(NamedTuple):
    """One way to look at an image: placing down, placing right, mirrored or not."""

    down: Placing
    right: Placing
    mirror: bool


class Grid:
    """Gaussian sampling of (n, H, W, C) images at no more than `most` x `most` points.

    The standard deviation is half a step of the grid, so that nothing finer than the grid remains.
    """

    def __init__(self, height: int, width: int, most: int, placings: list[Placing]) -> None:
        self.sizes = tuple(min(side, most) for side in (height, width))
        """Points down and right."""
        self._placings = placings
        down, right = (
            np.concatenate([_samplers(side, size, placing) for placing in placings])
            for side, size in zip((height, width), self.sizes, strict=True)
        )
        self._down, self._right = down, right
        self._reach = (height / 2, width / 2)

    @cached_property
    def _window(self) -> Real:
        fade = [
            np.sin(np.pi / 2 * np.clip((1 - np.abs(_centred(size))) / TAPER, 0, 1))
            for size in self.sizes
        ]
        return np.outer(*fade).astype(np.float32)

    def blank(self, shape: tuple[int, ...]) -> Real:
        """Room (n, D) for the `features` of (n, H, W, C) images."""
        return np.empty((shape[0], shape[3] * self.sizes[0] * self.sizes[1]), dtype=np.float32)

    def features(self, images: Bytes) -> Real:
        """(n, D): sampled, faded, each channel's mean taken off, of norm 1, or less if faint."""
        # the first placing's values come first
        down, right = (
            rows[:size] for rows, size in zip((self._down, self._right), self.sizes, strict=True)
        )
        channels = np.ascontiguousarray(np.moveaxis(images, -1, 1), dtype=np.float32)
        flat = self._finished(down @ channels @ right.T).reshape(len(images), -1)
        norm = np.linalg.norm(flat, axis=1, keepdims=True)
        return flat / np.maximum(norm, FAINT * np.sqrt(flat.shape[1]))

    def bases(self, images: Bytes, places: list[Place]) -> Real:
        """(n, len(places) * MOVEMENTS, D): orthonormal, of what small movements make of each view.

        The span of an image and its derivatives, as in tangent distance (Simard et al. 1993): moved,
        turned, grown and blurred a little, and of any contrast or sign.
        """
        sides = {
            mirror: self._sampled(images[:, :, ::-1] if mirror else images)
            for mirror in {place.mirror for place in places}
        }
        found = []
        for down, right, mirror in places:
            y, x = self._placings.index(down), self._placings.index(right)
            found.append(self._directions(sides[mirror][:, :, y, :, :, x]))
        rows = np.stack(found, axis=1).reshape(len(images), len(places), MOVEMENTS, -1)
        return orthonormal(rows).reshape(len(images), len(places) * MOVEMENTS, -1)

    def directions(self, images: Bytes) -> Real:
        """(n, MOVEMENTS, D): what `bases` are made of, by the first placing.

        The image in grey levels, and what is added by a pixel to the right or down of where it is looked at, a
        radian, growth to the double, and blur.
        """
        rows = self._directions(self._sampled(images)[:, :, 0, :, :, 0])
        return rows.reshape(len(images), MOVEMENTS, -1)

    def _directions(self, part: Real) -> Real:
        """(n, MOVEMENTS, C, height, width) of (n, C, 3, height, 3, width) samples."""
        across = np.float32(self._reach[1]) * _centred(self.sizes[1])[None, :]
        along = np.float32(self._reach[0]) * _centred(self.sizes[0])[:, None]
        image, by_x, by_y = part[:, :, 0, :, 0], part[:, :, 0, :, 1], part[:, :, 1, :, 0]
        blur = part[:, :, 2, :, 0] + part[:, :, 0, :, 2]
        turn, growth = across * by_y - along * by_x, across * by_x + along * by_y
        return self._finished(np.stack([image, by_x, by_y, turn, growth, blur], axis=1))

    def _sampled(self, images: Bytes) -> Real:
        """(n, C, placings, 3, height, placings, 3, width): value, first, second derivative."""
        channels = np.ascontiguousarray(np.moveaxis(images, -1, 1), dtype=np.float32)
        samples = self._down @ channels @ self._right.T
        count = len(self._placings)
        high, wide = self.sizes
        shape = (*channels.shape[:2], count, 3, high, count, 3, wide)
        return np.asarray(samples.reshape(shape))

    def _finished(self, samples: Real) -> Real:
        """Fade (..., height, width) out and take its mean off."""
        window = self._window
        faded = samples * window
        mean = (faded * window).sum(axis=(-2, -1), keepdims=True) / np.square(window).sum()
        return np.asarray(faded - window * mean)


def grey(images: Bytes) -> Bytes:
    """(n, H, W, 1): the mean of the channels."""
    if images.shape[-1] == 1:
        return images
    # a third is never half way, so it rounds as np.rint does, ten times as fast
    channels = images.shape[-1]
    means = cv2.transform(images.reshape(1, -1, channels), np.full((1, channels), 1 / channels))
    return np.asarray(means).reshape(*images.shape[:3], 1)


def _samplers(side: int, size: int, placing: Placing) -> Real:
    """(3 * size, side): rows that sample a line, its first and its second derivative.

    The border's pixels go on outside.
    """
    step = side / size
    width = step / 2
    middle = (side - 1) / 2
    points = _centred(size) * side / 2 * placing.scale + middle + placing.shift * step
    margin = side
    pixels = np.arange(-margin, side + margin)
    offset = (pixels - points[:, None]) / width
    bell = np.exp(-np.square(offset) / 2)
    bell /= bell.sum(axis=1, keepdims=True)
    slopes = [bell * offset / width, bell * (offset**2 - 1) / width**2]
    # between pixels they would not quite vanish on an even ground
    slopes = [slope - bell * slope.sum(axis=1, keepdims=True) for slope in slopes]
    kernels = np.concatenate([bell, *slopes])
    rows = np.zeros((side, len(kernels)))
    np.add.at(rows, np.clip(pixels, 0, side - 1), kernels.T)
    return rows.T.astype(np.float32)


def _centred(size: int) -> Real:
    """Middles of `size` equal parts of [-1, 1]."""
    return ((2 * np.arange(size) + 1) / size - 1).astype(np.float32)


def orthonormal(rows: Real) -> Real:
    """Turn (..., p, D) rows into orthonormal ones of the same span; faint ones stay short."""
    norm = np.linalg.norm(rows, axis=-1, keepdims=True)
    rows = rows / np.maximum(norm, FAINT * np.sqrt(rows.shape[-1]))
    products = (rows @ np.swapaxes(rows, -1, -2)).astype(np.float64)
    products += RIDGE * np.eye(rows.shape[-2])
    whitening = np.linalg.inv(np.linalg.cholesky(products)).astype(np.float32)
    return np.asarray(whitening @ rows)
