"""How near generated images come to unseen real ones, by all measures there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tqdm import tqdm

from wgan.evaluation.measure import FEWEST, Measure, Measured, Quantity
from wgan.evaluation.measures import measures
from wgan.evaluation.sets import Labelled, Sets
from wgan.images import Bytes
from wgan.shown import Row
from wgan.verdicts import QualityVerdict

Results = list[tuple[Measure, Measured]]


@dataclass(frozen=True)
class Quality:
    """The verdict, why, and what each measure gave on `count` images of each kind."""

    verdict: QualityVerdict
    reasons: list[str]
    count: int
    results: Results

    def measured(self, name: str) -> Measured:
        """What the measure `name` gave."""
        return next(measured for measure, measured in self.results if measure.name == name)

    def summary(self) -> dict[str, Any]:
        """The few numbers that decide, for metrics.json."""
        return {
            quantity.metric.key: quantity.metric.value(
                measured.generated[quantity.key], measured.real[quantity.key]
            )
            for quantity, measured in _quantities(self.results)
            if quantity.metric
        }

    def details(self) -> dict[str, Any]:
        """Everything, with the same numbers for real images."""
        told: dict[str, Any] = {
            "verdict": self.verdict,
            "reasons": self.reasons,
            "images_of_each": self.count,
            "generated": {each.name: found.generated for each, found in self.results},
            "real": {each.name: found.real for each, found in self.results},
        }
        for _, measured in self.results:
            told |= measured.extra
        return told

    def rows(self) -> list[Row]:
        """The table on the page."""
        return [quantity.shown(measured) for quantity, measured in _quantities(self.results)]


def quality(
    generated: Bytes, train: Bytes, unseen: Bytes, labelled: Labelled | None, seed: int
) -> Quality:
    """Measure equally many (n, H, W, C) generated, training and unseen images."""
    sets = Sets(generated, train, unseen, labelled, seed)
    todo = tqdm(measures(), desc="evaluate: quality", unit=" measures", ncols=80, disable=None)
    results = [(measure, measure.measure(sets)) for measure in todo]
    verdict, reasons = judge(results, len(generated))
    return Quality(verdict, reasons, len(generated), results)


def judge(results: Results, count: int) -> tuple[QualityVerdict, list[str]]:
    """Name the verdict, and the numbers that stand against a better one."""
    if count < FEWEST:
        return QualityVerdict.INCONCLUSIVE, [
            f"{count} images of each kind are too few, {FEWEST} are needed"
        ]
    for verdict, far in ((QualityVerdict.FAR, True), (QualityVerdict.SHORT, False)):
        objections = [
            quantity.objection(measured, count, far=far)
            for quantity, measured in _quantities(results)
        ]
        if any(objections):
            return verdict, list(filter(None, objections))
    return QualityVerdict.CLOSE, ["no measure tells them clearly from real images"]


def _quantities(results: Results) -> Iterator[tuple[Quantity, Measured]]:
    for measure, measured in results:
        for quantity in measure.present(measured):
            yield quantity, measured
