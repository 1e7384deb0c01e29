"""The verdict on a generator of whatever make, from images alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.errors import InputError
from wgan.evaluation.evidence import Data, quality_of
from wgan.evaluation.memorization import Memorization, memorization
from wgan.evaluation.neighbours import Neighbours, nearest
from wgan.evaluation.pairs import suspicious
from wgan.evaluation.quality import Quality
from wgan.evaluation.settings import Settings
from wgan.evaluation.tolerance import Tolerance, affordable, tolerant
from wgan.images import Bytes, to_bytes
from wgan.shown import Pair
from wgan.verdicts import CopyingVerdict

ROWS = 1024
"""Images converted at a time: the array may be a memory map larger than memory."""
UNTOLD = (
    "there are no real images that the generator never saw, and without them nobody can tell "
    "whether it comes nearer to its training images than other real images do"
)


@dataclass(frozen=True)
class Judgement:
    """What can be said, and what it rests on.

    Without unseen images `memorization` and `quality` are None.
    """

    verdict: CopyingVerdict
    reasons: list[str]
    flagged: npt.NDArray[np.int64]
    """Indices of the generated images that are called copies; without unseen images none is."""
    nearest: Neighbours
    """For each generated image the training images nearest to it, with the tolerance."""
    source: npt.NDArray[np.int64]
    """For each generated image the training image that it may be a copy of: the nearest one, or one that
    is surprisingly near mirrored, turned or blended."""
    pairs: list[Pair]
    """The most suspicious images beside their neighbours."""
    memorization: Memorization | None = None
    quality: Quality | None = None

    def details(self) -> dict[str, Any]:
        """All numbers, for JSON."""
        told: dict[str, Any] = {
            "verdict": self.verdict,
            "reasons": self.reasons,
            "flagged": self.flagged.tolist(),
        }
        if self.memorization:
            told["memorization"] = self.memorization.details()
        if self.quality:
            told["quality"] = self.quality.details()
        return told


def judged(
    generated: npt.ArrayLike,
    train: npt.ArrayLike,
    unseen: npt.ArrayLike | None,
    settings: Settings,
) -> Judgement:
    """Judge images as `wgan.evaluation.judge` says."""
    given = {"generated": generated, "train": train, "unseen": unseen}
    arrays = {name: _array(each, name) for name, each in given.items() if each is not None}
    for name, array in arrays.items():
        if array.dtype.kind == "f" and _from_black_to_white(array):
            raise InputError(
                f"none of the floats of {name} is below 0: as they are from -1 to 1, make those of [0, 1] "
                "2 * x - 1, or give truly bright images as uint8"
            )
    images = as_images(arrays["generated"], "generated")
    real = as_images(arrays["train"], "train", images.shape[1:])
    if "unseen" not in arrays:
        return _untold(images, real, settings)
    other = as_images(arrays["unseen"], "unseen", images.shape[1:])
    data = Data(images, _none(images), (real, _none(real)), (other, _none(other)), [])
    found = memorization(images, real, other, settings.copying, settings.run.seed)
    return Judgement(
        verdict=found.verdict,
        reasons=found.reasons,
        flagged=np.flatnonzero(found.ruling.flagged).astype(np.int64),
        nearest=found.near_train.tolerant,
        source=found.source,
        pairs=suspicious(data, found, settings),
        memorization=found,
        quality=quality_of(data, settings),
    )


def _array(images: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    try:
        return np.asanyarray(images)
    except ValueError:  # rows of different lengths
        raise InputError(f"{name} is no array of images of one size") from None


def _from_black_to_white(array: npt.NDArray[Any]) -> bool:
    """Whether floats are in [0, 1] rather than in [-1, 1], as far as one can see."""
    return bool(array.min(initial=0) >= 0 and array.max(initial=0) <= 1)


def as_images(array: npt.NDArray[Any], name: str, shape: tuple[int, ...] | None = None) -> Bytes:
    """Images as uint8 (n, H, W, C). Raises InputError if they are none, or not of `shape` (H, W, C)."""
    if array.ndim == 3:
        array = array[..., np.newaxis]
    if array.ndim != 4 or array.shape[3] not in (1, 3) or not len(array):
        raise InputError(
            f"{name} has the shape {array.shape}; (n, H, W), (n, H, W, 1) and (n, H, W, 3) are read"
        )
    if shape and array.shape[1:] != shape:
        raise InputError(
            f"{name} holds images of {array.shape[1:]}, generated ones are of {shape}; make them equal"
        )
    if array.dtype == np.uint8:
        return array
    parts = [slice(start, start + ROWS) for start in range(0, len(array), ROWS)]
    # a little beyond is rounding
    if array.dtype.kind != "f" or not all((np.abs(array[part]) <= 1.01).all() for part in parts):
        raise InputError(
            f"{name} holds {array.dtype} from {array.min()} to {array.max()}; uint8 and floats in "
            "[-1, 1] are read"
        )
    made: Bytes = np.empty(array.shape, np.uint8)
    for part in parts:
        made[part] = to_bytes(array[part])
    return made


def _none(images: Bytes) -> npt.NDArray[np.int64]:
    """Labels that say nothing."""
    return np.full(len(images), -1, np.int64)


def _untold(images: Bytes, train: Bytes, settings: Settings) -> Judgement:
    """What distances alone say."""
    copying = settings.copying
    tolerance = Tolerance(copying.shift, copying.mirror)
    exhaustive = affordable(len(images), len(train), int(images[0].size), tolerance)
    plain = nearest(images, train, min(copying.neighbours, len(train)))
    near = tolerant(images, train, plain, tolerance, exhaustive=exhaustive)
    distance = near.distance[:, 0]
    close = int((distance <= copying.duplicate).sum())
    worst = np.argsort(distance, kind="stable")[: settings.run.pairs]
    return Judgement(
        verdict=CopyingVerdict.INCONCLUSIVE,
        reasons=[
            UNTOLD,
            f"{close} of {len(images)} generated images are within {copying.duplicate:g} grey "
            "levels per pixel of a training image",
        ],
        flagged=np.empty(0, np.int64),
        nearest=near,
        source=near.index[:, 0],
        pairs=[
            Pair(
                generated=images[row],
                train=train[near.index[row, 0]],
                unseen=None,
                to_train=float(distance[row]),
                to_unseen=float("nan"),
                p=float("nan"),
                flagged=False,
            )
            for row in worst
        ],
    )
