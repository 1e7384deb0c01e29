"""The positive control: whether planted copies would have been found."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.copies import Judge
from wgan.evaluation.flags import Flags
from wgan.evaluation.neighbours import as_bytes
from wgan.evaluation.planting import KINDS, plant
from wgan.evaluation.rule import Scores
from wgan.images import Bytes, Float

Rows = npt.NDArray[np.intp]

EACH = 20
"""Copies of each kind that are planted in all, if need be by turns."""
TURNS = 8
"""At most."""


class Control(NamedTuple):
    """Share of planted copies found, in all and by kind, and the least share of copies found.

    `planted` are there at a time. `detectable` is the smallest share of copies among the generated
    images, all kinds in equal parts, from which on the power asked for was reached; NaN if it never
    was.
    """

    planted: int
    power: float
    by_kind: dict[str, float]
    detectable: float

    def account(self) -> dict[str, Any]:
        """The numbers for details.json."""
        return self._asdict()


def control(
    train: Bytes | Float,
    images: Scores,
    judge: Judge,
    *,
    share: float,
    power: float,
    rng: np.random.Generator,
) -> Control:
    """Replace a `share` of the images by copies of training images and apply the rule again.

    `images` are the judge's scores of the generated ones.
    """
    m = len(images.distance)
    count = min(max(1, round(share * m)), m)
    turns = -(-EACH * len(KINDS) // count)
    needed = max(EACH * len(KINDS), count)
    sources = np.sort(rng.choice(len(train), size=min(needed, len(train)), replace=False))
    copies, kinds = plant(as_bytes(train[sources]), -(-needed // len(KINDS)), rng)
    planted, names = judge.score(judge.search(copies)), np.array(kinds)
    rest = rng.permutation(m)

    def found(rows: Rows) -> Flags:
        mixed = planted.part(rows).joined(images.part(rest[len(rows) :]))
        return judge.rules(mixed).flagged[: len(rows)]

    places = np.arange(turns * count) % len(copies)
    hits = np.concatenate([found(rows) for rows in places.reshape(turns, count)])
    sizes = np.unique(np.geomspace(1, count, num=20).round().astype(int))
    # the first few of the kinds would speak for themselves alone: so each number of copies, in turns
    reached = [
        np.mean([found(rows).mean() for rows in _turns(len(copies), int(n))]) >= power
        for n in sizes
    ]
    first = len(reached) - int(np.argmin(reached[::-1])) if not all(reached) else 0
    drawn = names[places]
    return Control(
        planted=count,
        power=float(np.mean([hits[drawn == name].mean() for name in KINDS])),
        by_kind={name: float(hits[drawn == name].mean()) for name in KINDS},
        detectable=float(sizes[first] / m) if first < len(sizes) else float("nan"),
    )


def _turns(copies: int, count: int) -> Rows:
    """(turns, count) rows of copies: as many turns as take each copy once, or TURNS."""
    turns = min(TURNS, max(1, copies // count))
    return np.arange(turns * count).reshape(turns, count) % copies
