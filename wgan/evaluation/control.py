"""The positive control: whether planted copies would have been found."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from wgan.evaluation.flags import Flags
from wgan.evaluation.neighbours import as_bytes
from wgan.evaluation.planting import KINDS, plant
from wgan.evaluation.rule import Rule, Scores
from wgan.images import Bytes, Float


class Control(NamedTuple):
    """Share of planted copies found, in all and by kind, and the least share of copies found.

    `detectable` is the smallest share of copies among the generated images, all kinds in equal
    parts, from which on the power asked for was reached; NaN if it never was.
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
    real: Scores,
    score: Callable[[Bytes], Scores],
    rule: Rule,
    *,
    share: float,
    power: float,
    rng: np.random.Generator,
) -> Control:
    """Replace a `share` of the images by copies of training images and apply the rule again.

    `score` must be how `images` were scored.
    """
    m = len(images.distance)
    per_kind = max(1, round(share * m / len(KINDS)))
    count = min(per_kind * len(KINDS), m)
    sources = np.sort(rng.choice(len(train), size=min(count, len(train)), replace=False))
    copies, kinds = plant(as_bytes(train[sources]), per_kind, rng)
    planted = score(copies[:count])
    rest = rng.permutation(m)

    def found(n: int) -> Flags:
        mixed = planted.part(np.arange(n)).joined(images.part(rest[n:]))
        return rule.apply(mixed, real).flagged[:n]

    hits = found(count)
    names = np.array(kinds[:count])
    sizes = np.unique(np.geomspace(1, count, num=40).round().astype(int))
    reached = [found(int(n)).mean() >= power for n in sizes]
    first = len(reached) - int(np.argmin(reached[::-1])) if not all(reached) else 0
    return Control(
        planted=count,
        power=float(hits.mean()),
        by_kind={name: float(hits[names == name].mean()) for name in KINDS if name in names},
        detectable=float(sizes[first] / m) if first < len(sizes) else float("nan"),
    )
