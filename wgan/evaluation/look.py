"""Every way to look for the nearest training images, and what is usual in each."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wgan.evaluation.alignment import Aligned
from wgan.evaluation.blends import Blended
from wgan.evaluation.flags import isolation
from wgan.evaluation.neighbours import Neighbours, nearest, without_self
from wgan.evaluation.pruning import WORTH, pruned
from wgan.evaluation.reduced import block_means
from wgan.evaluation.sampled import Sampled
from wgan.evaluation.scores import Scores
from wgan.evaluation.surprise import CLOSE, Yardstick
from wgan.evaluation.tolerance import Tolerance, affordable, tolerant
from wgan.images import Bytes, Float

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Searched:
    """Neighbours of m images among the training images.

    `plain` is exact in L1, `tolerant` with the shifts asked for; `aligned`, `local` and `blended` as the modules
    alignment, local and blends say, the first and last from 0 to 1. `unseen` are the nearest test images, if looked for,
    and `own` the rows of the images themselves, if they are training images.
    """

    plain: Neighbours
    tolerant: Neighbours
    aligned: Neighbours
    local: Neighbours
    blended: Neighbours
    unseen: Neighbours | None = None
    own: Rows | None = None

    @property
    def ways(self) -> list[Neighbours]:
        """What each way to look for copies found."""
        return [self.tolerant, self.aligned, self.local, self.blended]

    def part(self, rows: Rows) -> "Searched":
        """Those of the images `rows`."""
        return Searched(
            _part(self.plain, rows),
            _part(self.tolerant, rows),
            _part(self.aligned, rows),
            _part(self.local, rows),
            _part(self.blended, rows),
            None if self.unseen is None else _part(self.unseen, rows),
            None if self.own is None else self.own[rows],
        )


class Look:
    """Searches `train`, (n, H, W, C), n >= 1, in every way; `queries` are about to come."""

    def __init__(self, train: Bytes, k: int, tolerance: Tolerance, queries: int) -> None:
        self._train, self._k, self._tolerance = train, k, tolerance
        self._exhaustive = affordable(queries, len(train), int(np.prod(train.shape[1:])), tolerance)
        self._means = None if self._exhaustive else block_means(train)
        sampled = Sampled(train)
        self._aligned, self._blended = Aligned(sampled), Blended(sampled)

    def search(
        self, images: Bytes, own: Rows | None = None, unseen: Bytes | Float | None = None
    ) -> Searched:
        """Find the neighbours of (m, H, W, C) images, which are `own[i]` of the training images."""
        count = self._k + (own is not None)
        if self._means is None or self._train.size < WORTH:
            plain = nearest(images, self._train, count)
        else:
            plain = pruned(images, self._train, self._means, count)
        near = tolerant(
            images,
            self._train,
            plain,
            self._tolerance,
            exhaustive=self._exhaustive,
            means=self._means,
        )
        if own is not None:
            plain, near = without_self(plain, own), without_self(near, own)
        return Searched(
            plain,
            near,
            *self._aligned.nearest(images, self._k, own),
            self._blended.nearest(images, min(self._k, max(1, len(self._train) - 2)), own),
            None if unseen is None else nearest(images, unseen, self._k),
            own,
        )


class Scale:
    """What is usual among `real` images, searched in one or two parts, in every way to look."""

    def __init__(self, real: list[Searched]) -> None:
        self._yardsticks = [
            Yardstick.of(np.concatenate([found.distance for found in ways]))
            for ways in zip(*(part.ways for part in real), strict=True)
        ]
        beside = [part.unseen.distance for part in real if part.unseen is not None]
        self._beside = Yardstick.of(np.concatenate(beside)) if beside else None
        self.real = self._real(real)
        """Scores of the real images, each by what the others teach."""

    def _real(self, real: list[Searched]) -> Scores:
        each = [self.score(part) for part in real]
        scores = each[0].joined(each[1]) if len(each) > 1 else each[0]
        by_unseen = scores.by_unseen
        if self._beside is not None:
            by_unseen[np.isfinite(by_unseen)] = self._beside.own_surprise()
        own = np.stack([yardstick.own_surprise() for yardstick in self._yardsticks], axis=1)
        return scores._replace(surprises=own, by_unseen=by_unseen)

    def score(self, found: Searched) -> Scores:
        """Score what a search found."""
        far = np.full(len(found.plain.distance), np.inf)
        return Scores(
            distance=found.tolerant.distance[:, 0],
            company=found.tolerant.distance[:, min(CLOSE, found.tolerant.distance.shape[1]) - 1],
            isolation=isolation(found.tolerant),
            to_train=found.plain.distance[:, 0],
            nearest=found.plain.index[:, 0],
            to_unseen=far if found.unseen is None else found.unseen.distance[:, 0],
            by_unseen=np.full(len(far), np.nan)
            if self._beside is None or found.unseen is None
            else self._beside.surprise(found.unseen.distance),
            surprises=np.stack(
                [
                    yardstick.surprise(way.distance)
                    for yardstick, way in zip(self._yardsticks, found.ways, strict=True)
                ],
                axis=1,
            ),
            sources=np.stack([way.index[:, 0] for way in found.ways], axis=1),
            own=np.full(len(far), -1) if found.own is None else found.own,
        )


def _part(found: Neighbours, rows: Rows) -> Neighbours:
    return Neighbours(found.distance[rows], found.index[rows])
