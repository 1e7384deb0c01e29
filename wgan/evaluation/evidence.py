"""All the evidence about one generator."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation import memorization as memory
from wgan.evaluation import trend as loss
from wgan.evaluation.diversity import Diversity, collapse, diversity
from wgan.evaluation.history import History
from wgan.evaluation.neighbours import as_bytes
from wgan.images import Bytes, Float

Labels = npt.NDArray[np.int64]


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


@dataclass(frozen=True)
class Evidence:
    """The parts, and the numbers of all."""

    memorization: memory.Memorization
    trend: loss.Trend
    diversity: Diversity

    def summary(self) -> dict[str, Any]:
        """The numbers that decide between models, for metrics.json."""
        return {
            "memorization": self.memorization.summary(),
            "trend": self.trend.summary(),
            "quality": {"diversity_ratio": self.diversity.ratio},
        }

    def details(self) -> dict[str, Any]:
        """Everything, with intervals and the numbers of real images."""
        return {
            "memorization": self.memorization.details(),
            "trend": self.trend.details(),
            "quality": {"diversity": self.diversity._asdict()},
        }


def evaluate(data: Data, history: History, settings: Settings) -> Evidence:
    """Judge the generated images by the test images, and the run by its history."""
    train, test = data.train[0], as_bytes(data.test[0])
    copies = memory.memorization(data.generated, train, test, settings.memorization)
    variety = diversity(data.generated, test)
    doubt = collapse(variety, copies.share.effective, len(data.generated))
    return Evidence(copies, loss.trend(history, doubt, settings.trend), variety)
