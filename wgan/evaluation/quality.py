"""How near generated images come to unseen real ones, without pretrained networks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.evaluation.classes import ClassReport
from wgan.evaluation.diversity import spacing
from wgan.evaluation.features import Components, components, flat
from wgan.evaluation.manifold import overlap
from wgan.evaluation.patches import patch_distance
from wgan.evaluation.transport import pixel_costs, w1_ratio, wasserstein
from wgan.evaluation.two_sample import two_sample
from wgan.images import Bytes

Array = npt.NDArray[np.float64]
Numbers = dict[str, float]

CLOSE, SHORT, FAR, INCONCLUSIVE = (
    "close to real",
    "short of real",
    "far from real",
    "inconclusive",
)
FEWEST = 100
"""Images of each kind; with fewer the numbers are mostly chance."""


@dataclass(frozen=True)
class Sets:
    """Equally many images to judge and unseen real ones, (n, H, W, C), and a seed.

    `space` holds the principal components of the unseen ones, which favours no other set.
    """

    judged: Bytes
    unseen: Bytes
    space: Components
    seed: int

    @cached_property
    def pixels(self) -> tuple[Array, Array]:
        """Both as points of pixels in [0, 1]."""
        return flat(self.judged), flat(self.unseen)

    @cached_property
    def features(self) -> tuple[Array, Array]:
        """Both as points in the principal components."""
        return self.space.project(self.pixels[0]), self.space.project(self.pixels[1])


def _w1(sets: Sets) -> Numbers:
    return {"distance": wasserstein(pixel_costs(*sets.pixels))}


def _overlap(sets: Sets) -> Numbers:
    judged, unseen = sets.features
    return overlap(unseen, judged)._asdict()


def _two_sample(sets: Sets) -> Numbers:
    judged, unseen = sets.features
    return two_sample(unseen, judged)._asdict()


def _patches(sets: Sets) -> Numbers:
    return {"distance": patch_distance(sets.judged, sets.unseen, sets.seed)}


def _diversity(sets: Sets) -> Numbers:
    return {"spacing": spacing(sets.judged)}


METRICS: dict[str, Callable[[Sets], Numbers]] = {
    "w1": _w1,
    "overlap": _overlap,
    "two_sample": _two_sample,
    "patches": _patches,
    "diversity": _diversity,
}
"""What is measured, by name: of generated images, and of as many training images as baseline."""


@dataclass(frozen=True)
class Quality:
    """The verdict, why, and the numbers of generated and of real images by metric."""

    verdict: str
    reasons: list[str]
    count: int
    generated: dict[str, Numbers]
    real: dict[str, Numbers]
    w1: tuple[float, float]
    classes: ClassReport | None

    def summary(self) -> dict[str, Any]:
        """The numbers that decide, for metrics.json."""
        numbers = {
            "verdict": self.verdict,
            "w1_ratio": self.w1[0],
            "coverage": self.generated["overlap"]["coverage"],
            "density": self.generated["overlap"]["density"],
            "c2st_accuracy": self.generated["two_sample"]["accuracy"],
            "patch_ratio": ratio(self.generated, self.real, "patches", "distance"),
        }
        if self.classes:
            numbers["classes_covered"] = self.classes.covered
            if np.isfinite(self.classes.agreement):
                numbers["label_agreement"] = self.classes.agreement
        return numbers

    def details(self) -> dict[str, Any]:
        """Everything, with the same numbers for real images."""
        return {
            "verdict": self.verdict,
            "reasons": self.reasons,
            "images_of_each": self.count,
            "w1_ratio": {"ratio": self.w1[0], "standard_error": self.w1[1]},
            "generated": self.generated,
            "real": self.real,
            "classes": self.classes.account() if self.classes else None,
        }


@dataclass(frozen=True)
class Limits:
    """From where on images are close to real, or far from it; all relative to real images.

    Shares and distances are divided by those of real images; `told_apart` is an accuracy.
    """

    close: dict[str, float] = field(
        default_factory=lambda: {"kept": 0.9, "told_apart": 0.6, "patches": 2.0, "w1": 1.05}
    )
    far: dict[str, float] = field(
        default_factory=lambda: {"kept": 0.5, "told_apart": 0.9, "patches": 6.0, "w1": 1.3}
    )


def ratio(generated: dict[str, Numbers], real: dict[str, Numbers], metric: str, key: str) -> float:
    """A number of generated images over that of real ones; NaN where that is not positive."""
    own, base = generated[metric][key], real[metric][key]
    return own / base if base > 0 else float("nan")


def quality(
    generated: Bytes, train: Bytes, unseen: Bytes, classes: ClassReport | None, seed: int
) -> Quality:
    """Measure equally many (n, H, W, C) generated, training and unseen images."""
    space = components(flat(unseen))
    judged, baseline = (Sets(images, unseen, space, seed) for images in (generated, train))
    own = {name: metric(judged) for name, metric in METRICS.items()}
    real = {name: metric(baseline) for name, metric in METRICS.items()}
    w1 = w1_ratio(judged.pixels[0], baseline.pixels[0], judged.pixels[1])
    verdict, reasons = judge(own, real, w1[0], len(generated), Limits())
    return Quality(verdict, reasons, len(generated), own, real, w1, classes)


def judge(
    own: dict[str, Numbers], real: dict[str, Numbers], w1: float, count: int, limits: Limits
) -> tuple[str, list[str]]:
    """Name the verdict, and the numbers that stand against a better one."""
    if count < FEWEST:
        return INCONCLUSIVE, [f"{count} images of each kind are too few, {FEWEST} are needed"]
    far = _objections(own, real, w1, limits.far)
    if far:
        return FAR, far
    short = _objections(own, real, w1, limits.close)
    return (SHORT, short) if short else (CLOSE, ["no measure tells them clearly from real images"])


def _objections(
    own: dict[str, Numbers], real: dict[str, Numbers], w1: float, limit: dict[str, float]
) -> list[str]:
    """In words, what passes the limits. Comparisons with NaN do not hold, so it passes nothing."""
    found = []
    for name, key, words in (
        (
            "overlap",
            "coverage",
            "they come near {own:.0%} of the real images, real ones {real:.0%}",
        ),
        (
            "overlap",
            "recall",
            "they span {own:.0%} of the variety of real images, real ones {real:.0%}",
        ),
        ("diversity", "spacing", "they differ by {own:.1f} grey levels, real ones by {real:.1f}"),
    ):
        if ratio(own, real, name, key) < limit["kept"]:
            found.append(words.format(own=own[name][key], real=real[name][key]))
    accuracy = own["two_sample"]["accuracy"]
    if accuracy > limit["told_apart"]:
        found.append(
            f"they are told from real images in {accuracy:.0%} of the cases (50% is ideal)"
        )
    texture = ratio(own, real, "patches", "distance")
    if texture > limit["patches"]:
        found.append(f"their texture is {texture:.1f} times as far from real as chance makes it")
    if w1 > limit["w1"]:
        found.append(
            f"in pixels they are {w1:.2f} times as far from unseen images as real ones are"
        )
    return found
