"""What tells copies of training images from others, calibrated on real images."""

import numpy as np
import numpy.typing as npt

from wgan.evaluation.flags import isolation
from wgan.evaluation.look import Look, Scale, Searched
from wgan.evaluation.neighbours import as_bytes
from wgan.evaluation.rule import Rule, Ruling
from wgan.evaluation.scores import Scores
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.share import TrainShare, train_share, visits
from wgan.evaluation.tolerance import Tolerance
from wgan.images import Bytes, Float

Rows = npt.NDArray[np.intp]
SAME, FAR = 0.02, 0.1
"""Aligned distance and isolation below which an image shows what another one does."""


class Judge:
    """Scores images by `train` and `unseen`, (n, H, W, C), n >= 1, and by their like.

    Calibrated on unseen images and on training images, each beside the others. `generated` images
    are about to come. Where real images are `grouped`, or training and unseen ones can be told apart, nearness to
    training images as such is no sign.
    """

    def __init__(
        self,
        train: Bytes,
        unseen: Bytes | Float,
        settings: CopyingSettings,
        generated: int,
        rng: np.random.Generator,
        *,
        grouped: bool = False,
    ) -> None:
        self._unseen = unseen
        # fewer than three training images leave no two to compare one with
        others = len(train) if len(train) > 2 else 0
        # by these alone it is known how near a real image is to unseen ones
        reserved = min(others, settings.calibration // 2)
        drawn = _draw(len(unseen), settings.calibration - reserved, rng)
        left_out = _draw(others, settings.calibration - len(drawn), rng)
        self._look = Look(
            train,
            max(1, min(settings.neighbours, len(train) - 1)),
            Tolerance(settings.shift, settings.mirror),
            generated + len(drawn) + len(left_out),
        )
        self.unseen = self._look.search(as_bytes(unseen[drawn]))
        """Neighbours of unseen images among the training images."""
        beside = self._look.search(train[left_out], left_out, unseen) if len(left_out) else None
        sizes = len(train), len(unseen)
        self.own: TrainShare | None = None
        """The share of training images, each left out; None where it can't be told."""
        if beside and not grouped:
            self.own = _own_share(beside, sizes, settings.duplicate, rng)
        self.apart = self.own if self.own and self.own.apart else None
        """The same, if it shows that training and unseen images differ."""
        chance = 1.0 if grouped or self.apart else sizes[0] / sum(sizes)
        self.rule = Rule(settings.fdr, settings.duplicate, chance)
        single = _without_equals(beside) if beside else None
        self._scale = Scale([self.unseen, single] if single else [self.unseen])
        twins = self.rule.twins(self._scale.real)
        self.calibrated_on = int((~twins).sum())
        """Real images without twins."""
        self.twins = int(twins[: len(drawn)].sum())
        """Unseen images that are training images as well."""
        # and all that were left out of these for an equal
        doubled = len(left_out) - int((~twins[len(drawn) :]).sum())
        self.doubled = doubled / len(left_out) if len(left_out) else 0.0
        """Share of training images that have a twin among the others."""
        aligned = self.unseen.aligned
        moved = (aligned.distance[:, 0] < SAME) & (isolation(aligned) < FAR)
        self.moved = int((moved & ~twins[: len(drawn)]).sum())
        """Further unseen images that are training images mirrored, or changed in another such way."""

    def search(self, images: Bytes) -> Searched:
        """Find the neighbours of (m, H, W, C) images among training and unseen ones."""
        return self._look.search(images, unseen=self._unseen)

    def score(self, found: Searched) -> Scores:
        """Score what `search` found."""
        return self._scale.score(found)

    def rules(self, images: Scores) -> Ruling:
        """Say which images are copies; equal ones should be among them once."""
        return self.rule.apply(images, self._scale.real)


def _draw(count: int, most: int, rng: np.random.Generator) -> Rows:
    """Rows of at most `most` of `count` images, in their order."""
    return np.sort(rng.choice(count, size=max(0, min(most, count)), replace=False))


def _own_share(
    left_out: Searched, sizes: tuple[int, int], duplicate: float, rng: np.random.Generator
) -> TrainShare | None:
    """Of training images left out one at a time, without such as have a double among the others.

    `sizes` are the numbers of training and of unseen images. None if all have doubles.
    """
    single = np.flatnonzero(left_out.tolerant.distance[:, 0] > duplicate)
    part = left_out.part(single)
    if not len(single) or part.unseen is None:
        return None
    # of its own: what is drawn later stays the same
    return train_share(*visits(part.plain, part.unseen, *sizes), rng.spawn(1)[0])


def _without_equals(left_out: Searched) -> Searched | None:
    """Training images that no other one equals; None if there are none.

    Equal images are kept on one side of a split: an unseen one has no equal to be compared with.
    """
    rows = np.flatnonzero(left_out.plain.distance[:, 0] > 0)
    return left_out.part(rows) if len(rows) else None
