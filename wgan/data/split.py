"""One pool of images into train, validation and test."""

import numpy as np
import numpy.typing as npt

from wgan.errors import InputError

SPLITS = ("train", "validation", "test")
SMALLEST_SPLIT = 2

Indices = npt.NDArray[np.int64]


def split(
    labels: npt.NDArray[np.int64], validation: float, test: float, seed: int
) -> dict[str, Indices]:
    """Draw disjoint, sorted indices for the three splits, each class in proportion.

    `validation` and `test` are shares of the pool in (0, 1). A class of any size, even of one
    image, is dealt out fairly: each class is shuffled and spread evenly over [0, 1), and the splits
    are cut from that line. Raises InputError if a split would get fewer than 2 images.
    """
    rng = np.random.default_rng(seed)
    place = np.empty(len(labels))
    # sorted once, as there may be a class to each image
    by_class = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[by_class])) + 1
    for group in np.split(by_class, starts) if len(labels) else ():
        members = rng.permutation(group)
        place[members] = (np.arange(len(members)) + rng.random()) / len(members)
    order = np.argsort(place, kind="stable")
    held_out = [round(len(labels) * share) for share in (validation, test)]
    parts = np.split(order, np.cumsum(held_out))
    by_name = {"validation": parts[0], "test": parts[1], "train": parts[2]}
    for name in SPLITS:
        if len(by_name[name]) < SMALLEST_SPLIT:
            raise InputError(
                f"{len(labels)} images are too few: prepare.validation {validation:g} and "
                f"prepare.test {test:g} leave {len(by_name[name])} for {name}, "
                f"which needs at least {SMALLEST_SPLIT}"
            )
    return {name: np.sort(by_name[name]) for name in SPLITS}
