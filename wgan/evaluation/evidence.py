"""All the evidence about one generator."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wgan.evaluation.collapse import collapse
from wgan.evaluation.history import History
from wgan.evaluation.measure import FEWEST
from wgan.evaluation.memorization import Memorization, different, memorization
from wgan.evaluation.near_doubles import NearDoubles, near_doubles
from wgan.evaluation.neighbours import as_bytes
from wgan.evaluation.quality import Quality, quality
from wgan.evaluation.sets import Labelled
from wgan.evaluation.settings import Settings
from wgan.evaluation.trend import Trend, trend
from wgan.images import Bytes, Float

Labels = npt.NDArray[np.int64]
STRETCH = 3
"""Times as frequent as among real images a class may be where there are few images."""
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
    grouped: bool = False
    """Whether groups, such as persons, are each in one of the splits as a whole."""


@dataclass(frozen=True)
class Evidence:
    """The parts, and the numbers of all."""

    memorization: Memorization
    trend: Trend
    quality: Quality
    doubles: NearDoubles

    def summary(self) -> dict[str, Any]:
        """What decides between models, in the order of deciding: DVC's metrics.

        Flat, and both verdicts in a word: 100 columns of `dvc exp show` then hold the first quality
        number, the verdicts and a parameter.
        """
        best, *others = self.quality.summary().items()
        verdicts = {"copying": self.memorization.verdict.brief, "trend": self.trend.verdict.brief}
        return dict([best, *verdicts.items(), *others, ("flagged", self.memorization.flagged)])

    def details(self) -> dict[str, Any]:
        """Everything, with intervals and the numbers of real images."""
        return {
            "generated_images": len(self.memorization.ruling.p),
            "memorization": self.memorization.details(),
            "trend": self.trend.details(),
            "quality": self.quality.details(),
            "near_doubles": self.doubles.details(),
        }


def evaluate(data: Data, history: History, settings: Settings) -> Evidence:
    """Judge the generated images by the test images, and the run by its history."""
    copies = memorization(
        data.generated,
        data.train[0],
        data.test[0],
        settings.copying,
        settings.run.seed,
        grouped=data.grouped,
    )
    good = quality_of(data, settings)
    variety = good.measured("diversity").extra["diversity"]
    possible = min(len(data.generated), len(data.train[0]) + len(data.test[0]))
    doubt = collapse(variety["generated"], variety["real"], copies.share.effective, possible)
    doubles = near_doubles(copies.unseen.tolerant, settings.copying.duplicate)
    return Evidence(copies, trend(history, doubt, settings.trend), good, doubles)


def quality_of(data: Data, settings: Settings) -> Quality:
    """Measure as many images of each kind as the settings say, drawn at random, or as there are."""
    images, seed = settings.quality.images, settings.run.seed
    rng = np.random.default_rng(seed)

    def some(count: int, most: int) -> npt.NDArray[np.int64]:
        # in their order, which may be that of the classes: so the first ones would be of few classes
        return np.sort(rng.choice(count, size=min(most, count), replace=False))

    train, labels = data.train
    mixed = in_proportion(data.labels, data.test[1])
    count = min(images, len(mixed), len(train), len(data.test[0]))
    baseline, taught = (some(len(train), most) for most in (count, TRAINED_ON))
    drawn = mixed[some(len(mixed), images)]
    made, asked = data.generated[drawn], data.labels[drawn]
    # equal real images would be each other's neighbours, and look as nothing else does
    unseen, true = _once(*data.test, some(len(data.test[0]), images))
    alike, _ = _once(*data.train, baseline)
    count = min(count, len(alike), len(unseen))
    labelled = Labelled(
        generated=(made, asked),
        train=(as_bytes(train[taught]), labels[taught]),
        unseen=(unseen, true),
        classes=len(data.classes),
        names=data.classes,
    )
    # drawn in this order
    measured, beside, usual = (each[some(len(each), count)] for each in (made, unseen, alike))
    return quality(measured, usual, beside, labelled, seed)


def in_proportion(asked: Labels, true: Labels) -> npt.NDArray[np.int64]:
    """Rows of generated images in whose labels (n,) classes are as frequent as in those of real images (m,).

    A generator that is asked for all classes alike is no worse for that. The first of each class are
    taken, in numbers as by the method of Webster, as many as there are of the scarcest, but at least FEWEST
    in all, if a class need not become STRETCH times as frequent for that. All, where labels are not known of all images.
    """
    if min(asked.min(), true.min()) < 0:
        return np.arange(len(asked))
    classes = max(asked.max(), true.max()) + 1
    given, wanted = (np.bincount(labels, minlength=classes) for labels in (asked, true))
    shares = wanted / len(true)
    most = min(int(given[kind] / shares[kind] + 1e-9) for kind in np.flatnonzero(wanted))
    # how many of its class come before an image
    before = pd.Series(asked).groupby(asked).cumcount().to_numpy()
    with np.errstate(divide="ignore"):
        # images in all from which on this one is due
        due = (before + 0.5) / shares[asked]
    enough = min(FEWEST, int((due <= STRETCH * FEWEST).sum()))
    count = max(int((due <= most).sum()), enough)
    return np.sort(np.argsort(due, kind="stable")[:count])


def _once(
    images: Bytes | Float, labels: Labels, rows: npt.NDArray[np.int64]
) -> tuple[Bytes, Labels]:
    """The images of these rows that differ, the first of equal ones, and their labels."""
    drawn = as_bytes(images[rows])
    first = different(drawn)[0]
    return drawn[first], labels[rows[first]]
