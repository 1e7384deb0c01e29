"""Sliced Wasserstein distance between small patches: texture, at several sizes."""

import cv2
import numpy as np
import numpy.typing as npt

from wgan.evaluation.measure import Better, Limits, Measure, Measured, Quantity, ratio
from wgan.evaluation.sets import Sets
from wgan.images import Bytes

Array = npt.NDArray[np.float32]
SIDE = 7
PER_IMAGE = 32
DIRECTIONS = 128
SMALLEST_LEVEL = 16
"""Pixels: a pyramid has no smaller level, unless the image is smaller itself."""


def sliced_wasserstein(left: Array, right: Array, rng: np.random.Generator) -> float:
    """Mean W1 between projections of points (n, d) and (n, d) on random unit vectors."""
    directions = rng.standard_normal((left.shape[1], DIRECTIONS)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=0)
    projected = [np.sort(points @ directions, axis=0) for points in (left, right)]
    return float(np.abs(projected[0] - projected[1]).mean(dtype=np.float64))


def patch_distance(images: Bytes, real: Bytes, seed: int) -> float:
    """Compare the patches of equally many images (n, H, W, C), averaged over the pyramid's levels.

    The idea of Karras et al. 2018 (arXiv 1710.10196), section 5: a Laplacian pyramid splits
    images into sizes of detail. Here both sets are scaled by the real set's mean and deviation,
    so that a difference in brightness or contrast counts. 0 for equal sets; unit: deviations.
    """
    totals = []
    for level, (some, others) in enumerate(zip(pyramid(images), pyramid(real), strict=True)):
        ours, theirs = (
            _patches(part, np.random.default_rng([seed, level, 0])) for part in (some, others)
        )
        mean, deviation = theirs.mean(axis=(0, 1, 2)), theirs.std(axis=(0, 1, 2))
        deviation = np.where(deviation > 0, deviation, 1)
        way = np.random.default_rng([seed, level, 1])
        flat = [((part - mean) / deviation).reshape(len(part), -1) for part in (ours, theirs)]
        totals.append(sliced_wasserstein(flat[0], flat[1], way))
    return float(np.mean(totals))


def pyramid(images: Bytes) -> list[Array]:
    """Laplacian pyramid (n, H / 2^l, W / 2^l, C), the finest detail first."""
    levels, present = [], images.astype(np.float32)
    while min(present.shape[1:3]) // 2 >= SMALLEST_LEVEL:
        smaller = np.stack([_channels(cv2.pyrDown(image)) for image in present])
        size = present.shape[2], present.shape[1]
        larger = np.stack([_channels(cv2.pyrUp(image, dstsize=size)) for image in smaller])
        levels.append(present - larger)
        present = smaller
    return [*levels, present]


def _channels(image: Array) -> Array:
    # OpenCV drops the axis of a single channel
    return image if image.ndim == 3 else image[..., None]


def _patches(images: Array, rng: np.random.Generator) -> Array:
    """Random patches (n * PER_IMAGE, s, s, C), s = SIDE or the image's side if that is less."""
    n, height, width, _ = images.shape
    side = min(SIDE, height, width)
    tops = rng.integers(height - side + 1, size=n * PER_IMAGE)
    lefts = rng.integers(width - side + 1, size=n * PER_IMAGE)
    windows = np.lib.stride_tricks.sliding_window_view(images, (side, side), axis=(1, 2))
    picked = windows[np.repeat(np.arange(n), PER_IMAGE), tops, lefts]
    return np.moveaxis(picked, 1, -1)


def _measure(sets: Sets) -> Measured:
    made, real = (
        {"distance": patch_distance(images, sets.unseen, sets.seed)}
        for images in (sets.generated, sets.train)
    )
    return Measured(made, real, {"patch_ratio": ratio(made["distance"], real["distance"])})


MEASURE = Measure(
    name="patches",
    measure=_measure,
    place=40,
    quantities=(
        Quantity(
            "distance",
            Better.LOWER,
            row="Texture: distance of patches",
            reading="the right number is what chance makes; less is better",
            limits=Limits(
                2.0, 6.0, "their texture is {value:.1f} times as far from real as chance makes it"
            ),
        ),
    ),
)
