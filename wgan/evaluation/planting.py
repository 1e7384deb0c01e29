"""Copies of training images, planted to see whether the check would find them."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wgan.evaluation.tolerance import View, move
from wgan.evaluation.warping import warped
from wgan.images import Bytes

Kind = Callable[[Bytes, np.random.Generator], Bytes]


def exact(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """The images themselves."""
    return images


def noisy(images: Bytes, rng: np.random.Generator, width: float = 10.0) -> Bytes:
    """Gaussian noise of so many grey levels on every pixel."""
    return _rounded(images + rng.normal(0.0, width, images.shape))


def noisier(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Gaussian noise of 20 grey levels."""
    return noisy(images, rng, 20.0)


def shifted(images: Bytes, rng: np.random.Generator, by: int = 1) -> Bytes:
    """Moved by whole pixels, each in one of four directions."""
    ways = [
        move(images, View(*way, mirror=False)) for way in ((by, 0), (-by, 0), (0, by), (0, -by))
    ]
    chosen = rng.integers(len(ways), size=len(images))
    return np.stack(ways)[chosen, np.arange(len(images))]


def shifted_by_two(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Moved by two pixels."""
    return shifted(images, rng, 2)


def shifted_by_half(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Moved by half a pixel down or up, and right or left."""
    return _warped(images, moves=0.5 * _signs(rng, len(images), 2))


def blurred(images: Bytes, _rng: np.random.Generator, width: float = 0.5) -> Bytes:
    """Gaussian blur with a standard deviation of so many pixels."""
    soft = ndimage.gaussian_filter(
        images.astype(np.float32), (0, width, width, 0), mode="nearest", truncate=4
    )
    return _rounded(soft)


def blurred_by_one(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Gaussian blur with a standard deviation of one pixel."""
    return blurred(images, rng, 1.0)


def mirrored(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """Left to right."""
    return np.ascontiguousarray(images[:, :, ::-1])


def inverted(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """Dark for bright."""
    return 255 - images


def brighter(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """By 10 %."""
    return _rounded(1.1 * images)


def cropped(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """The inner 90 %, enlarged."""
    return _warped(images, scales=np.full(len(images), 1 / 0.9))


def scaled(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Larger or smaller by 5 %."""
    return _warped(images, scales=1 + 0.05 * _signs(rng, len(images)))


def turned(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Rotated by 3 degrees, scaled by 3 %, with noise of 10 grey levels."""
    n = len(images)
    moved = _warped(images, angles=3 * _signs(rng, n), scales=1 + 0.03 * _signs(rng, n))
    return noisy(moved, rng)


def worn(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Shifted by a pixel, blurred by half a pixel, with noise of 10 grey levels."""
    return noisy(blurred(shifted(images, rng), rng), rng)


def blended(images: Bytes, _rng: np.random.Generator) -> Bytes:
    """80 % the image, 20 % another of them."""
    others = images[(np.arange(len(images)) + 1) % len(images)]
    return _rounded(0.8 * images + 0.2 * others)


KINDS: dict[str, Kind] = {
    "exact": exact,
    "noisy": noisy,
    "shifted": shifted,
    "blurred": blurred,
    "mirrored": mirrored,
    "inverted": inverted,
    "brighter": brighter,
    "cropped": cropped,
    "scaled": scaled,
    "turned": turned,
    "noisier": noisier,
    "shifted by half": shifted_by_half,
    "shifted by two": shifted_by_two,
    "blurred by one": blurred_by_one,
    "worn": worn,
    "blended": blended,
}


def plant(train: Bytes, per_kind: int, rng: np.random.Generator) -> tuple[Bytes, list[str]]:
    """Copy `per_kind` random images of each kind; the kinds take turns in the result."""
    names = list(KINDS)
    # one more of each, for what takes two to make
    sources = train[rng.integers(len(train), size=(len(names), per_kind + 1))]
    copies = [
        KINDS[name](source, rng)[:per_kind] for name, source in zip(names, sources, strict=True)
    ]
    turns = np.stack(copies, axis=1).reshape(-1, *train.shape[1:])
    return turns, names * per_kind


def _rounded(images: npt.NDArray[np.floating]) -> Bytes:
    return np.clip(np.rint(images), 0, 255).astype(np.uint8)


def _signs(rng: np.random.Generator, *shape: int) -> npt.NDArray[np.float64]:
    return rng.choice([-1.0, 1.0], size=shape)


def _warped(
    images: Bytes,
    angles: npt.NDArray[np.float64] | None = None,
    scales: npt.NDArray[np.float64] | None = None,
    moves: npt.NDArray[np.float64] | None = None,
) -> Bytes:
    """Turn by degrees (n,) and scale by (n,) about the middle, move by pixels (n, 2); bilinear."""
    height, width = images.shape[1:3]
    middle = ((width - 1) / 2, (height - 1) / 2)
    matrices = []
    for row in range(len(images)):
        matrix = cv2.getRotationMatrix2D(
            middle,
            0.0 if angles is None else float(angles[row]),
            1.0 if scales is None else float(scales[row]),
        )
        if moves is not None:
            matrix[:, 2] += moves[row]
        matrices.append(matrix)
    return warped(images, matrices, cv2.INTER_LINEAR)
