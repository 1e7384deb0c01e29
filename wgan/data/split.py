"""One pool of images into train, validation and test."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.errors import InputError
from wgan.options import Integer, Number, option

if TYPE_CHECKING:
    from wgan.data.source import Indices

SPLITS = ("train", "validation", "test")
SMALLEST_SPLIT = 2


@dataclass(frozen=True)
class Shares:
    """Of the pool, in (0, 1); training gets the rest."""

    validation: float = option(
        0.1,
        Number(0, 1, above=True, below=True),
        "Share held out for choosing the best model.",
        "Split",
    )
    test: float = option(
        0.2,
        Number(0, 1, above=True, below=True),
        "Share held out for the evaluation alone.",
        "Split",
    )
    seed: int = option(0, Integer(0), "Of the split.", "Split")


def split(labels: "Indices", shares: Shares) -> dict[str, "Indices"]:
    """Draw disjoint, sorted indices for the three splits, each class in proportion.

    A class of any size, even of one
    image, is dealt out fairly: each class is shuffled and spread evenly over [0, 1), and the splits
    are cut from that line. Raises InputError if a split would get fewer than 2 images.
    """
    import numpy as np

    rng = np.random.default_rng(shares.seed)
    place = np.empty(len(labels))
    # sorted once, as there may be a class to each image
    by_class = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[by_class])) + 1
    for group in np.split(by_class, starts) if len(labels) else ():
        members = rng.permutation(group)
        place[members] = (np.arange(len(members)) + rng.random()) / len(members)
    order = np.argsort(place, kind="stable")
    held_out = [round(len(labels) * share) for share in (shares.validation, shares.test)]
    parts = np.split(order, np.cumsum(held_out))
    by_name = {"validation": parts[0], "test": parts[1], "train": parts[2]}
    for name in SPLITS:
        if len(by_name[name]) < SMALLEST_SPLIT:
            raise InputError(
                f"{len(labels)} images are too few: the shares {shares.validation:g} for validation "
                f"and {shares.test:g} for test leave {len(by_name[name])} for {name}, "
                f"which needs at least {SMALLEST_SPLIT}"
            )
    return {name: np.sort(by_name[name]) for name in SPLITS}
