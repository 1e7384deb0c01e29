"""What a measure of quality says of itself; one file each in measures/."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wgan.evaluation.sets import Sets
from wgan.shown import Row
from wgan.text import number

Numbers = dict[str, float]
FEWEST = 100
"""Images of each kind; with fewer the numbers are mostly chance."""


@dataclass(frozen=True)
class Measured:
    """Numbers by key, of generated images and of real ones; `extra` goes to the top of the details.

    A key that is missing from `generated` could not be measured: it has no row, metric or verdict. `names` are for
    the words of limits.
    """

    generated: Numbers
    real: Numbers
    extra: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


Reading = Callable[[float, float], float]
"""What is read of a number: from that of generated images, then that of real ones."""


def alone(generated: float, _real: float) -> float:
    """The number of generated images itself."""
    return generated


def ratio(generated: float, real: float) -> float:
    """The number of generated images over that of real ones; NaN where that is not positive."""
    return generated / real if real > 0 else float("nan")


def difference(generated: float, real: float) -> float:
    """The number of generated images less that of real ones."""
    return generated - real


@dataclass(frozen=True)
class Limits:
    """Images are close to real up to `close`, and far from it beyond `far`: lower is better if `far` is higher.

    `words` say what stands against them; {generated}, {real}, {value} and the measure's names are filled in. `chance` is how far the
    value of FEWEST real images strays by chance: `close` gives way by so much, less with more images.
    """

    close: float
    far: float
    words: str
    value: Reading = ratio
    chance: float = 0.0

    def at(self, count: int, *, far: bool) -> float:
        """How far the value may go, with `count` images of each kind."""
        if far:
            return self.far
        slack = self.chance * math.sqrt(FEWEST / count)
        return self.close + (slack if self.lower_is_better else -slack)

    @property
    def lower_is_better(self) -> bool:
        """Which way the value is better."""
        return self.far > self.close


@dataclass(frozen=True)
class Metric:
    """The key in metrics.json, and what stands there; for the few numbers that decide."""

    key: str
    value: Reading = alone


@dataclass(frozen=True)
class Quantity:
    """One number of a measure: how it is judged, kept and shown."""

    key: str
    row: str
    """What it is called on the page."""
    reading: str | Callable[[Measured], str]
    """How to read it, there."""
    form: Callable[[float], str] = number
    metric: Metric | None = None
    limits: Limits | None = None

    def shown(self, measured: Measured) -> Row:
        """The row of the page."""
        own, real = measured.generated[self.key], measured.real[self.key]
        reading = self.reading if isinstance(self.reading, str) else self.reading(measured)
        return Row(self.row, self.form(own), self.form(real), reading)

    def objection(self, measured: Measured, count: int, *, far: bool) -> str | None:
        """What stands against `count` images that are close to real, or against ones that are not `far`.

        None if nothing does; comparisons with NaN do not hold.
        """
        if self.limits is None:
            return None
        limit = self.limits.at(count, far=far)
        own, real = measured.generated[self.key], measured.real[self.key]
        value = self.limits.value(own, real)
        passed = value > limit if self.limits.lower_is_better else value < limit
        if not passed:
            return None
        return self.limits.words.format(generated=own, real=real, value=value, **measured.names)


@dataclass(frozen=True)
class Measure:
    """A pure function of the images, and the numbers that it gives."""

    name: str
    """Its key in details.json."""
    measure: Callable[[Sets], Measured]
    quantities: tuple[Quantity, ...]
    place: int = 100
    """On the page and among the reasons; the lowest comes first, equals by name."""

    def present(self, measured: Measured) -> list[Quantity]:
        """The quantities that could be measured."""
        return [each for each in self.quantities if each.key in measured.generated]
