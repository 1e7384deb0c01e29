"""The positive control: whether planted copies would have been found."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.copies import Judge
from wgan.evaluation.neighbours import as_bytes
from wgan.evaluation.planting import KINDS, plant
from wgan.evaluation.scores import Scores
from wgan.images import Bytes, Float

Rows = npt.NDArray[np.intp]

MOST = 50
"""Planted at a time, if need be among fewer images than there are."""
EACH = 20
"""Copies of each kind that are made, or SPARE times as many as are planted at a time, so that the turns differ."""
SPARE = 1.5
TURNS = 8
"""How often copies of a kind are planted, and at most how often each number of copies of all kinds."""


class Control(NamedTuple):
    """What the rule says of images among which copies were planted, `planted` of one kind among `among` at a time.

    The others are generated ones, with whatever leaning they have; copying as a whole is not asked for.

    `found` is the share of the copies that were flagged, by kind, and `called` how often the images were called
    copying; `power` is the mean of the latter over the kinds. `detectable` is the smallest share of copies among
    them, all kinds in equal parts, from which on as many of them as the power asked for are flagged; NaN if
    that never is.
    """

    planted: int
    among: int
    power: float
    called: dict[str, float]
    found: dict[str, float]
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
    m = min(len(images.distance), round(MOST / share))
    count = min(max(1, round(share * m)), m)
    each = max(EACH, round(SPARE * count))
    sources = rng.choice(len(train), size=min(each * len(KINDS), len(train)), replace=False)
    copies, kinds = plant(as_bytes(train[np.sort(sources)]), each, rng)
    planted, names = judge.score(judge.search(copies)), np.array(kinds)

    def ruled(rows: Rows) -> tuple[float, bool]:
        """Which share of the copies `rows` is flagged, and whether all images are called copying."""
        rest = rng.permutation(len(images.distance))[: m - len(rows)]
        ruling = judge.rules(planted.part(rows).joined(images.part(rest)))
        return float(ruling.flagged[: len(rows)].mean()), ruling.copying

    found, called = {}, {}
    for name in KINDS:
        own = np.flatnonzero(names == name)
        turns = [ruled(rng.permutation(own)[:count]) for _ in range(TURNS)]
        found[name], called[name] = (float(np.mean(each)) for each in zip(*turns, strict=True))
    sizes = np.unique(np.geomspace(1, count, num=20).round().astype(int))
    # the first few of the kinds would speak for themselves alone: so each number of copies, in turns
    reached = [
        np.mean([ruled(rows)[0] for rows in _turns(len(copies), int(n))]) >= power for n in sizes
    ]
    first = len(reached) - int(np.argmin(reached[::-1])) if not all(reached) else 0
    return Control(
        planted=count,
        among=m,
        power=float(np.mean(list(called.values()))),
        called=called,
        found=found,
        detectable=float(sizes[first] / m) if first < len(sizes) else float("nan"),
    )


def _turns(copies: int, count: int) -> Rows:
    """(turns, count) rows of copies: as many turns as take each copy once, or TURNS."""
    turns = min(TURNS, max(1, copies // count))
    return np.arange(turns * count).reshape(turns, count) % copies
