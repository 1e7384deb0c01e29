"""One pool of images into train, validation and test."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.errors import InputError
from wgan.options import Integer, Number, option

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from wgan.data.source import Indices

SPLITS = ("train", "validation", "test")
SMALLEST_SPLIT = 2
LARGEST_GROUP = 1.5
"""Of the images of the smaller held-out split, the most that belong together there."""


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


def split(
    labels: "Indices", shares: Shares, together: "Indices | None" = None
) -> dict[str, "Indices"]:
    """Draw disjoint, sorted indices for the three splits, each class in proportion.

    A class of any size, even of one
    image, is dealt out fairly: each class is shuffled and spread evenly over [0, 1), and the splits
    are cut from that line. Images with the same number in `together` (n,) stand in the line at the
    place of the first of them, and are on one side of a cut. Raises InputError if a split would get
    fewer than 2 images.
    """
    import numpy as np

    if shares.validation + shares.test >= 1:
        raise InputError(
            f"{shares.validation:g} and {shares.test:g} for test leave nothing to train on",
            option="validation",
        )
    rng = np.random.default_rng(shares.seed)
    place = np.empty(len(labels))
    # sorted once, as there may be a class to each image
    by_class = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[by_class])) + 1
    for group in np.split(by_class, starts) if len(labels) else ():
        members = rng.permutation(group)
        place[members] = (np.arange(len(members)) + rng.random()) / len(members)
    held_out = [round(len(labels) * share) for share in (shares.validation, shares.test)]
    parts = _cut(place, np.arange(len(labels)) if together is None else together, held_out)
    by_name = {"validation": parts[0], "test": parts[1], "train": parts[2]}
    for name in SPLITS:
        if len(by_name[name]) < SMALLEST_SPLIT:
            units = len(np.unique(together)) if together is not None else len(labels)
            apart = (
                f" ({units} to deal out, as equal ones and those of a group stay on one side)"
                if units < len(labels)
                else ""
            )
            raise InputError(
                f"{len(labels)} images{apart} are too few: the shares {shares.validation:g} for "
                f"validation and {shares.test:g} for test leave {len(by_name[name])} for {name}, "
                f"which needs at least {SMALLEST_SPLIT}"
            )
    return {name: np.sort(by_name[name]) for name in SPLITS}


def _cut(
    place: "npt.NDArray[np.float64]", together: "Indices", held_out: list[int]
) -> list["Indices"]:
    """Cut the line of groups into three parts; the first two have about `held_out` images."""
    import numpy as np

    _, first, group, size = np.unique(
        together, return_index=True, return_inverse=True, return_counts=True
    )
    # a group much larger than a split is for training
    large = size > max(1, LARGEST_GROUP * min(held_out))
    order = np.lexsort((first, place[first], large))
    # where the middle of a group lies decides
    middle = np.cumsum(size[order]) - size[order] / 2
    part = np.empty(len(order), np.int64)
    part[order] = np.searchsorted(np.cumsum(held_out), middle)
    home = part[group]
    return [np.flatnonzero(home == number) for number in range(3)]
