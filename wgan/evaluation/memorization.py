"""Whether a generator copies its training images; each measure is calibrated on unseen ones."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation.closeness import Closeness, closeness
from wgan.evaluation.control import Control, control
from wgan.evaluation.copies import Judge
from wgan.evaluation.findings import POWER, bound, doubts, notes, signs
from wgan.evaluation.flags import isolation
from wgan.evaluation.held import held
from wgan.evaluation.look import Searched
from wgan.evaluation.neighbours import Neighbours
from wgan.evaluation.rule import Ruling
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.share import TrainShare, train_share, visits
from wgan.images import Bytes, Float
from wgan.shown import Distances
from wgan.verdicts import CopyingVerdict

SHARE_P = 0.01
"""Level of the test of the share: its false alarms come beside those of the flags."""


@dataclass(frozen=True)
class Memorization:
    """The verdict, why, and everything that the report shows.

    `near_train` and `near_unseen` are the neighbours of the generated images, `unseen` those of the
    test images among the training images. `own_share` is that of training images, each left out, None where it can't be
    told. `source` (m,) are the training images that generated
    ones may be copies of, each by the way to look that is the most surprising. `notes` are what a
    reader should know beside the reasons.
    """

    verdict: CopyingVerdict
    reasons: list[str]
    notes: list[str]
    share: TrainShare
    own_share: TrainShare | None
    closeness: Closeness
    ruling: Ruling
    control: Control
    near_train: Searched
    near_unseen: Neighbours
    unseen: Searched
    source: npt.NDArray[np.int64]
    calibrated_on: int
    different: int
    unseen_near: float
    """Share of the unseen images within `duplicate` of a training image."""

    @property
    def flagged(self) -> int:
        """How many generated images are called copies."""
        return int(self.ruling.flagged.sum())

    def distances(self) -> Distances:
        """How near the images come to the training images, and how isolated their neighbours are."""
        own, real = self.near_train, self.unseen
        return Distances(
            generated=own.plain.distance[:, 0],
            unseen=real.plain.distance[:, 0],
            generated_isolation=isolation(own.tolerant),
            unseen_isolation=isolation(real.tolerant),
        )

    def details(self) -> dict[str, Any]:
        """Everything, with intervals and the same numbers for unseen images."""
        own, real = self.near_train, self.unseen
        return {
            "verdict": self.verdict,
            "reasons": self.reasons,
            "notes": self.notes,
            "train_share": self.share.account(),
            "own_share": self.own_share.account() if self.own_share else None,
            "closeness": self.closeness._asdict(),
            "rule": self.ruling.account() | {"unseen_duplicate_rate": self.unseen_near},
            "positive_control": self.control.account(),
            "calibrated_on": self.calibrated_on,
            "different_images": self.different,
            "median_distance": {
                "generated_to_train": _median(own.plain),
                "test_to_train": _median(real.plain),
                "generated_to_test": _median(self.near_unseen),
            },
            "median_isolation": {
                "generated": float(np.median(isolation(own.tolerant))),
                "test": float(np.median(isolation(real.tolerant))),
            },
            "median_aligned_distance": {
                "generated_to_train": _median(own.aligned),
                "test_to_train": _median(real.aligned),
            },
        }


def memorization(
    generated: Bytes,
    train: Bytes | Float,
    unseen: Bytes | Float,
    settings: CopyingSettings,
    seed: int = 0,
    *,
    grouped: bool = False,
) -> Memorization:
    """Look for copies of `train` among `generated`, beside `unseen` images of the same source.

    Where they are `grouped`, whole groups in one set or the other, these are not interchangeable: a model
    of the training groups keeps nearer to them without a copy, so the share of all is no sign.

    All are (n, H, W, C) of one shape, each with at least one image; the real ones may be memory
    maps of float32. `unseen` must have had no part in training or in choosing the model.
    """
    rng = np.random.default_rng(seed)
    train = held(train)
    first, again = different(generated)
    judge = Judge(train, unseen, settings, len(first), rng, grouped=grouped)
    once = judge.search(generated[first])
    own = once.part(again)
    near_unseen = own.unseen
    assert near_unseen is not None  # for `search` looks for them
    share = train_share(*visits(own.plain, near_unseen, len(train), len(unseen)), rng)
    if grouped or judge.apart:
        share = share.untested()
    scores = judge.score(once)
    each = judge.rules(scores)
    ruling = each.repeated(again)
    trial = control(train, scores, judge, share=settings.planted, power=POWER, rng=rng)
    by_share = leans(share, settings)
    if ruling.copying or by_share:
        verdict, reasons = CopyingVerdict.COPYING, signs(ruling, share, by_share=by_share)
    else:
        reasons = doubts(judge.calibrated_on, share, trial, judge.apart)
        verdict = CopyingVerdict.INCONCLUSIVE if reasons else CopyingVerdict.CLEAN
        if trial.power < POWER and judge.twins:
            reasons.append(bound(each, settings.duplicate))
    real = judge.unseen
    return Memorization(
        verdict=verdict,
        reasons=reasons,
        notes=notes(
            generated=(len(generated), len(first)),
            unseen=len(unseen),
            twins=(judge.twins, judge.moved, len(real.plain.distance)),
            doubled=judge.doubled,
            # how much of all would have to come from memory to be called
            least=share.shows(settings.memorized),
            grouped=grouped,
        ),
        share=share,
        own_share=judge.own,
        closeness=closeness(own.plain.distance[:, 0], real.plain.distance[:, 0]),
        ruling=ruling,
        control=trial,
        near_train=own,
        near_unseen=near_unseen,
        unseen=real,
        source=scores.source[again],
        calibrated_on=judge.calibrated_on,
        different=len(first),
        unseen_near=float((real.tolerant.distance[:, 0] <= settings.duplicate).mean()),
    )


def leans(share: TrainShare, settings: CopyingSettings) -> bool:
    """Say whether the images as a whole owe too much to memory."""
    return share.p < SHARE_P and share.memorized_low > settings.memorized


def different(images: Bytes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Rows of different images, in their order, and for each image which of these it equals."""
    places: dict[bytes, int] = {}
    again = np.array([places.setdefault(image.tobytes(), len(places)) for image in images])
    return np.unique(again, return_index=True)[1], again


def _median(found: Neighbours) -> float:
    return float(np.median(found.distance[:, 0]))
