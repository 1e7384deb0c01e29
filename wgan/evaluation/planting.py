"""Copies of training images, planted to see whether the check would find them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wgan.evaluation.tolerance import View, move
from wgan.images import Bytes

Kind = Callable[[Bytes, np.random.Generator], Bytes]


def exact(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """The images themselves."""
    return images


def noisy(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Gaussian noise of 10 grey levels on every pixel."""
    noise = rng.normal(0.0, 10.0, images.shape)
    return np.clip(np.rint(images + noise), 0, 255).astype(np.uint8)


def shifted(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Moved by one pixel, each in one of four directions."""
    ways = [move(images, View(*way, mirror=False)) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    chosen = rng.integers(len(ways), size=len(images))
    return np.stack(ways)[chosen, np.arange(len(images))]


def blurred(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """Gaussian blur with a standard deviation of half a pixel."""
    soft = ndimage.gaussian_filter(
        images.astype(np.float32), (0, 0.5, 0.5, 0), mode="nearest", truncate=4
    )
    return np.clip(np.rint(soft), 0, 255).astype(np.uint8)


KINDS: dict[str, Kind] = {"exact": exact, "noisy": noisy, "shifted": shifted, "blurred": blurred}


def plant(
    train: npt.NDArray[np.uint8], per_kind: int, rng: np.random.Generator
) -> tuple[Bytes, list[str]]:
    """Copy `per_kind` random images of each kind; the kinds take turns in the result."""
    names = list(KINDS)
    sources = train[rng.integers(len(train), size=(len(names), per_kind))]
    copies = [KINDS[name](source, rng) for name, source in zip(names, sources, strict=True)]
    turns = np.stack(copies, axis=1).reshape(-1, *train.shape[1:])
    return turns, names * per_kind
