"""How the small patches of images differ from those of real ones: texture, at several sizes."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from wgan.evaluation.measure import Limits, Measure, Measured, Quantity, alone
from wgan.evaluation.sets import Sets
from wgan.images import Bytes

Array = npt.NDArray[np.float32]
Points = npt.NDArray[np.floating[Any]]
SIDE = 7
"""Pixels of a patch's side, as in the sliced Wasserstein distance of arXiv 1710.10196."""
PER_IMAGE = 32
"""Patches of an image: chosen here, where that paper has 128."""
SMALLEST_LEVEL = 16
"""Pixels: a pyramid has no smaller level, unless the image is smaller itself."""
FINEST = 1e-5
"""Part of the largest component's variance, below which a component counts as noise of the pixels."""
FREQUENCY = 2.0
"""Of the waves that compare components, per deviation: half a wave spans about three deviations."""


def patch_distance(images: Bytes, real: Bytes, taught: Bytes, seed: int) -> float:
    """Compare the patches of images (n, H, W, C) and (m, H, W, C), by the level that differs most.

    `taught` (k, H, W, C) are other real images, which tell what is usual: of those that are compared, one set would
    fit better than the other. NaN unless there are two of each.

    A Laplacian pyramid splits images into sizes of detail (Karras et al. 2018, arXiv 1710.10196, section 5).
    Patches of a level become principal components of those of `taught`, each of variance 1, so that faint detail
    counts as much as strong. Compared are the characteristic functions of the components: a squared maximum
    mean discrepancy, by its unbiased estimator over pairs of images (Gretton et al. 2012, lemma 6). So that of a
    level is 0 on average for images of one source, and for others the same however many there are; at most 2.
    """
    if min(map(len, (images, real, taught))) < 2:
        return float("nan")
    found = []
    for level, parts in enumerate(zip(*map(pyramid, (images, real, taught)), strict=True)):
        *compared, usual = (_patches(part, np.random.default_rng([seed, level])) for part in parts)
        mean, turn = _components(usual)
        ours, theirs = (
            _waves((patches - mean) @ turn, len(part))
            for patches, part in zip(compared, parts[:2], strict=True)
        )
        found.append(discrepancy(ours, theirs))
    return max(found)


def discrepancy(left: Points, right: Points) -> float:
    """Unbiased squared distance of the means of two distributions, from draws (n, d) and (m, d)."""
    n, m = len(left), len(right)
    if min(n, m) < 2:
        return float("nan")
    ours, theirs = (part.sum(axis=0, dtype=np.float64) for part in (left, right))
    own, others = (float(np.square(part, dtype=np.float64).sum()) for part in (left, right))
    within = (ours @ ours - own) / (n * (n - 1)) + (theirs @ theirs - others) / (m * (m - 1))
    return float(within - 2 * ours @ theirs / (n * m))


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
    """Random patches as rows (n * PER_IMAGE, s * s * C), s = SIDE or the image's side if that is less."""
    n, height, width, _ = images.shape
    side = min(SIDE, height, width)
    tops = rng.integers(height - side + 1, size=n * PER_IMAGE)
    lefts = rng.integers(width - side + 1, size=n * PER_IMAGE)
    windows = np.lib.stride_tricks.sliding_window_view(images, (side, side), axis=(1, 2))
    return windows[np.repeat(np.arange(n), PER_IMAGE), tops, lefts].reshape(n * PER_IMAGE, -1)


def _components(patches: Array) -> tuple[Array, Array]:
    """Mean (d,) and the matrix (d, d) that makes the principal components of patches (n, d), of variance 1."""
    mean = patches.mean(axis=0, dtype=np.float64)
    variance, ways = np.linalg.eigh(np.cov(patches, rowvar=False).reshape(len(mean), -1))
    least = max(float(variance[-1]) * FINEST, float(np.finfo(np.float32).tiny))
    return mean.astype(np.float32), (ways / np.sqrt(np.maximum(variance, least))).astype(np.float32)


def _waves(points: Points, images: int) -> Points:
    """Mean cosine and sine of each component over the patches of an image, (images, 2 d), of norm 1 at most."""
    angles = FREQUENCY * points
    both = np.concatenate([np.cos(angles), np.sin(angles)], axis=1)
    return both.reshape(images, PER_IMAGE, -1).mean(axis=1) / np.float32(np.sqrt(points.shape[1]))


def _measure(sets: Sets) -> Measured:
    made = patch_distance(sets.generated, sets.unseen, sets.train, sets.seed)
    real = patch_distance(sets.train, sets.unseen[::2], sets.unseen[1::2], sets.seed)
    return Measured({"distance": made}, {"distance": real})


MEASURE = Measure(
    name="patches",
    measure=_measure,
    place=40,
    quantities=(
        Quantity(
            "distance",
            row="Texture: distance of patches",
            reading="0 if as real; chance makes it a little more or less",
            limits=Limits(
                0.02,
                0.15,
                "their texture is at a distance of {value:.3f}, real ones at {real:.3f}",
                alone,
            ),
        ),
    ),
)
