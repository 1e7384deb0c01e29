"""Whether a generator copies its training images; each measure is calibrated on unseen ones."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation.closeness import Closeness, closeness
from wgan.evaluation.control import Control, control
from wgan.evaluation.flags import copy_rate_high, isolation
from wgan.evaluation.neighbours import Neighbours, as_bytes, nearest, without_self
from wgan.evaluation.rule import Rule, Ruling, Scores
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.share import TrainShare, train_share, visits
from wgan.evaluation.tolerance import Tolerance, affordable, tolerant
from wgan.images import Bytes, Float
from wgan.shown import Distances
from wgan.verdicts import CopyingVerdict

SHARE_P = 0.01
FEWEST_UNSEEN = 200
FEWEST_EFFECTIVE = 100
POWER = 0.8


@dataclass(frozen=True)
class Searched:
    """Neighbours among the training images: exact, and with the tolerance."""

    plain: Neighbours
    tolerant: Neighbours


@dataclass(frozen=True)
class Memorization:
    """The verdict, why, and everything that the report shows.

    `near_train` and `near_unseen` are the neighbours of the generated images, `unseen` those of the
    test images among the training images.
    """

    verdict: CopyingVerdict
    reasons: list[str]
    share: TrainShare
    closeness: Closeness
    ruling: Ruling
    control: Control
    near_train: Searched
    near_unseen: Neighbours
    unseen: Searched
    calibrated_on: int

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
            "copy_rate_ci_high": copy_rate_high(self.flagged, len(self.ruling.p)),
            "train_share": self.share._asdict(),
            "closeness": self.closeness._asdict(),
            "rule": self.ruling.account(),
            "positive_control": self.control.account(),
            "calibrated_on": self.calibrated_on,
            "median_distance": {
                "generated_to_train": _median(own.plain),
                "test_to_train": _median(real.plain),
                "generated_to_test": _median(self.near_unseen),
            },
            "median_isolation": {
                "generated": float(np.median(isolation(own.tolerant))),
                "test": float(np.median(isolation(real.tolerant))),
            },
        }


def memorization(
    generated: Bytes,
    train: Bytes | Float,
    unseen: Bytes | Float,
    settings: CopyingSettings,
    seed: int = 0,
) -> Memorization:
    """Look for copies of `train` among `generated`, beside `unseen` images of the same source.

    All are (n, H, W, C) of one shape, each with at least one image; the real ones may be memory
    maps of float32. `unseen` must have had no part in training or in choosing the model.
    """
    rng = np.random.default_rng(seed)
    tolerance = Tolerance(settings.shift, settings.mirror)
    rule = Rule(settings.fdr, settings.duplicate)
    k = max(1, min(settings.neighbours, len(train) - 1))
    drawn = _draw(len(unseen), settings.calibration, rng)
    # fewer than three training images leave no two to compare one with
    left_out = _draw(len(train) if len(train) > 2 else 0, settings.calibration - len(drawn), rng)
    queries = len(generated) + len(drawn) + len(left_out)
    exhaustive = affordable(queries, len(train), int(generated[0].size), tolerance)

    def search(images: Bytes, count: int = k) -> Searched:
        plain = nearest(images, train, count)
        near = tolerant(images, train, plain, tolerance, exhaustive=exhaustive)
        return Searched(plain, near)

    own, real = search(generated), search(as_bytes(unseen[drawn]))
    calibration = Scores.of(real.tolerant)
    if len(left_out):
        others = search(as_bytes(train[left_out]), k + 1).tolerant
        calibration = calibration.joined(Scores.of(without_self(others, left_out)))
    near_unseen = nearest(generated, unseen, settings.neighbours)
    share = train_share(*visits(own.plain, near_unseen, len(train), len(unseen)), rng)
    scores = Scores.of(own.tolerant)
    ruling = rule.apply(scores, calibration)
    trial = control(
        train,
        scores,
        calibration,
        lambda images: Scores.of(search(images).tolerant),
        rule,
        share=settings.planted,
        power=POWER,
        rng=rng,
    )
    doubts = _doubts(len(unseen), share, trial)
    by_share = share.p < SHARE_P and share.memorized_low > settings.memorized
    if ruling.flagged.any() or by_share:
        verdict, reasons = CopyingVerdict.COPYING, _signs(ruling, share, by_share=by_share)
    else:
        verdict, reasons = (CopyingVerdict.INCONCLUSIVE if doubts else CopyingVerdict.CLEAN), doubts
    return Memorization(
        verdict=verdict,
        reasons=reasons,
        share=share,
        closeness=closeness(own.plain.distance[:, 0], real.plain.distance[:, 0]),
        ruling=ruling,
        control=trial,
        near_train=own,
        near_unseen=near_unseen,
        unseen=real,
        calibrated_on=len(calibration.distance),
    )


def _draw(count: int, most: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """Rows of at most `most` of `count` images, in their order."""
    return np.sort(rng.choice(count, size=max(0, min(most, count)), replace=False))


def _signs(ruling: Ruling, share: TrainShare, *, by_share: bool) -> list[str]:
    signs = []
    flagged, count = int(ruling.flagged.sum()), len(ruling.flagged)
    if flagged:
        signs.append(f"{flagged} of {count} generated images are copies of single training images")
    if by_share:
        signs.append(
            f"{share.share:.0%} of the generated images are nearest to a training image rather "
            f"than to an unseen one, where {share.expected:.0%} would be by chance"
        )
    return signs


def _doubts(unseen: int, share: TrainShare, trial: Control) -> list[str]:
    doubts = []
    if unseen < FEWEST_UNSEEN:
        doubts.append(f"only {unseen} unseen images to compare with, {FEWEST_UNSEEN} are needed")
    if share.effective < FEWEST_EFFECTIVE:
        doubts.append(
            f"the generated images spread over no more than {share.effective:.0f} different real "
            f"ones, {FEWEST_EFFECTIVE} are needed: too few images, or too much alike"
        )
    if trial.power < POWER:
        doubts.append(
            f"of {trial.planted} planted copies {trial.power:.0%} were found, "
            f"{POWER:.0%} are needed: copies would go unnoticed"
        )
    return doubts


def _median(found: Neighbours) -> float:
    return float(np.median(found.distance[:, 0]))
