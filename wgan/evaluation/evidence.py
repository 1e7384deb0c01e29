"""All the evidence about one generator."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation import memorization as memory
from wgan.evaluation import trend as loss
from wgan.evaluation.classes import ClassReport, class_report
from wgan.evaluation.diversity import Diversity, collapse, diversity
from wgan.evaluation.history import History
from wgan.evaluation.neighbours import as_bytes
from wgan.evaluation.quality import Quality, quality
from wgan.images import Bytes, Float

Labels = npt.NDArray[np.int64]
TRAINED_ON = 5000
"""Training images, at most, for the classifier: enough for it, and quick."""


@dataclass(frozen=True)
class Data:
    """Generated, training and test images, (n, H, W, C) of one shape, with labels (n,).

    Labels are indices into `classes`, or -1 where there is none. Real images may be memory maps
    of float32 in [-1, 1]; the generated ones are uint8.
    """

    generated: Bytes
    labels: Labels
    train: tuple[Bytes | Float, Labels]
    test: tuple[Bytes | Float, Labels]
    classes: list[str]


@dataclass(frozen=True)
class Settings:
    """The options of the parts."""

    memorization: memory.Options = field(default_factory=memory.Options)
    trend: loss.Options = field(default_factory=loss.Options)
    images: int = 1000
    """Generated, and as many training and test images, at most, that quality is measured on."""
    seed: int = 0


@dataclass(frozen=True)
class Evidence:
    """The parts, and the numbers of all."""

    memorization: memory.Memorization
    trend: loss.Trend
    quality: Quality
    diversity: Diversity

    def summary(self) -> dict[str, Any]:
        """The numbers that decide between models, for metrics.json."""
        return {
            "memorization": self.memorization.summary(),
            "trend": self.trend.summary(),
            "quality": self.quality.summary(),
        }

    def details(self) -> dict[str, Any]:
        """Everything, with intervals and the numbers of real images."""
        return {
            "generated_images": len(self.memorization.ruling.p),
            "memorization": self.memorization.details(),
            "trend": self.trend.details(),
            "quality": {
                **self.quality.details(),
                "diversity": {**self.diversity._asdict(), "ratio": self.diversity.ratio},
            },
        }


def evaluate(data: Data, history: History, settings: Settings) -> Evidence:
    """Judge the generated images by the test images, and the run by its history."""
    some = slice(settings.images)
    test = as_bytes(data.test[0][some])
    copies = memory.memorization(data.generated, data.train[0], data.test[0], settings.memorization)
    variety = diversity(data.generated[some], test)
    possible = min(len(data.generated), len(data.train[0]) + len(data.test[0]))
    doubt = collapse(variety, copies.share.effective, possible)
    return Evidence(
        memorization=copies,
        trend=loss.trend(history, doubt, settings.trend),
        quality=_quality(data, test, settings),
        diversity=variety,
    )


def _quality(data: Data, test: Bytes, settings: Settings) -> Quality:
    train, rng = data.train[0], np.random.default_rng(settings.seed)
    count = min(settings.images, len(data.generated), len(train), len(test))
    chosen = np.sort(rng.choice(len(train), size=count, replace=False))
    return quality(
        data.generated[:count],
        as_bytes(train[chosen]),
        test[:count],
        _classes(data, test, settings, rng),
        settings.seed,
    )


def _classes(
    data: Data, test: Bytes, settings: Settings, rng: np.random.Generator
) -> ClassReport | None:
    train, labels = data.train
    count = min(TRAINED_ON, len(train))
    chosen = np.sort(rng.choice(len(train), size=count, replace=False))
    some = slice(settings.images)
    return class_report(
        (as_bytes(train[chosen]), labels[chosen]),
        (test, data.test[1][some]),
        (data.generated[some], data.labels[some]),
        len(data.classes),
    )
