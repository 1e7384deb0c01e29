"""What `memorization` says of many sets of images by the same real ones, which it calibrates on once."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.copies import Judge
from wgan.evaluation.memorization import different, leans
from wgan.evaluation.rule import Ruling
from wgan.evaluation.scores import Scores
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.share import train_share, visits
from wgan.images import Bytes


class Said(NamedTuple):
    """Which images are flagged, whether too many are near, p of the share, and whether the verdict is copying."""

    flagged: npt.NDArray[np.bool_]
    surplus: bool
    share_p: float
    copying: bool


class Court:
    """A judge and its references."""

    def __init__(self, train: Bytes, unseen: Bytes, generated: int, seed: int) -> None:
        self._settings = CopyingSettings()
        self._rng = np.random.default_rng(seed)
        self._counts = len(train), len(unseen)
        self._judge = Judge(train, unseen, self._settings, generated, self._rng)

    def score(self, images: Bytes) -> Scores:
        """Score different images, for `rules`."""
        return self._judge.score(self._judge.search(images))

    def rules(self, images: Scores) -> Ruling:
        """Say which are called copies."""
        return self._judge.rules(images)

    def hears(self, images: Bytes) -> Said:
        """Judge one set, without the positive control."""
        first, again = different(images)
        found = self._judge.search(images[first])
        ruling = self._judge.rules(self._judge.score(found))
        own = found.part(again)
        assert own.unseen is not None
        share = train_share(*visits(own.plain, own.unseen, *self._counts), self._rng)
        if self._judge.apart:
            share = share.untested()
        return Said(
            ruling.repeated(again).flagged,
            ruling.many,
            share.p,
            ruling.copying or leans(share, self._settings),
        )
