"""Histories of training whose truth is known: what is behind the noise, and what should be said of it."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from wgan.evaluation.history import History

Array = npt.NDArray[np.float64]
ROWS = 120
EVERY = 10
"""Rows between candidates, where the critic's slope is measured."""
SLOPE_NOISE = 0.01
"""Of a measured slope: it is a mean over some 500 images."""


class Case(NamedTuple):
    """A kind of run: its name, the right verdict, and how its estimate (rows,) comes about."""

    name: str
    right: str
    estimate: Callable[[np.random.Generator, Array], Array]
    slope: Callable[[Array], Array] = np.ones_like


def settling(time: Array) -> Array:
    """The level 1, reached early in the run, from 3."""
    return 1 + 2 * np.exp(-time / 0.03)


def autoregressive(rng: np.random.Generator, rows: int, correlation: float) -> Array:
    """Noise of variance 1 whose neighbours correlate so much."""
    raw = lfilter([1], [1, -correlation], rng.normal(size=rows + 300))[300:]
    return np.asarray(raw * np.sqrt(1 - correlation**2))


def noisy(level: Callable[[Array], Array], noise: float) -> Callable[..., Array]:
    """A level with independent noise in proportion to it."""
    return lambda rng, time: level(time) * (1 + noise * rng.normal(size=len(time)))


def wandering(noise: float) -> Callable[..., Array]:
    """A settled level with noise that lasts for some ten rows."""
    return lambda rng, time: settling(time) * (1 + noise * autoregressive(rng, len(time), 0.9))


def falling(share: float) -> Callable[[Array], Array]:
    """Level that falls by a share over the second half."""
    return lambda time: settling(time) * (1 - share * np.clip(2 * time - 1, 0, 1))


def exploding(time: Array) -> Array:
    """A level that is 50 times as high from 30 % of the run on."""
    return settling(time) * np.where(time < 0.3, 1, 50)


def swinging(time: Array) -> Array:
    """A level that swings by 80 % to either side, ten times in the run."""
    return settling(time) * (1 + 0.8 * np.sin(20 * np.pi * time))


def halving(time: Array) -> Array:
    """A slope of the critic that halves over the second half."""
    return np.asarray(2 ** -np.clip(2 * time - 1, 0, 1))


def broken(rng: np.random.Generator, time: Array) -> Array:
    """A settled run with one row that is no number."""
    values = noisy(settling, 0.05)(rng, time)
    values[rng.integers(len(values) - 1)] = np.nan
    return values


def lost(time: Array) -> Array:
    """A critic that loses track of the images early, finds them again, and sees them come nearer."""
    return np.asarray(np.interp(time, [0, 0.1, 0.2, 0.45, 1], [4, 1, 0.1, 2, 0.8]))


def rising(time: Array) -> Array:
    """A level that rises by 30 % over the second half: the critic isn't through yet."""
    return settling(time) * (1 + 0.3 * np.clip(2 * time - 1, 0, 1))


CASES = (
    Case("converged, noise 5 %", "converged", noisy(settling, 0.05)),
    Case("converged, noise 15 %", "converged", noisy(settling, 0.15)),
    Case("falls by 15 % over the tail, noise 5 %", "still improving", noisy(falling(0.15), 0.05)),
    Case("falls by 30 % over the tail, noise 15 %", "still improving", noisy(falling(0.3), 0.15)),
    Case("rises by 30 % over the tail, noise 5 %", "critic unreliable", noisy(rising, 0.05)),
    Case(
        "nearly 0 early, then high, then falling, noise 5 %", "still improving", noisy(lost, 0.05)
    ),
    Case("50 times as high from 30 % on, noise 5 %", "diverged", noisy(exploding, 0.05)),
    Case("50 times as high from 30 % on, noise 15 %", "diverged", noisy(exploding, 0.15)),
    Case("swings by 80 %, noise 5 %", "unstable", noisy(swinging, 0.05)),
    Case("swings by 80 %, noise 15 %", "unstable", noisy(swinging, 0.15)),
    Case("clipped: slope halves, distance stays", "converged", noisy(settling, 0.05), halving),
    Case(
        "near zero, 0.05 +- 0.1",
        "converged",
        lambda rng, time: 0.05 + 0.1 * rng.normal(size=len(time)),
    ),
    Case("one row no number, noise 5 %", "converged", broken),
    Case("wanders: AR(0.9), 5 %", "", wandering(0.05)),
    Case("wanders: AR(0.9), 15 %", "", wandering(0.15)),
)
"""Without a right verdict where nothing but a trend would be wrong."""


def history(case: Case, rng: np.random.Generator, *, slopes: bool = True) -> History:
    """A run of ROWS rows; without `slopes` the critic's slope was not measured."""
    step = np.arange(1.0, ROWS + 1) * 20
    time = step / step[-1]
    slope = case.slope(time)
    gap = case.estimate(rng, time) * slope
    measured = np.where(np.arange(1, ROWS + 1) % EVERY == 0, slope, np.nan)
    measured *= 1 + SLOPE_NOISE * rng.normal(size=ROWS)
    none = np.full(ROWS, np.nan)
    # other images, scored in the same rows
    held_out = case.estimate(rng, time) * slope
    return History(
        step=step,
        critic_loss=-gap,
        generator_loss=np.zeros(ROWS),
        gradient_penalty=np.zeros(ROWS),
        real_score=gap,
        fake_score=np.zeros(ROWS),
        validation_score=held_out,
        wasserstein=gap,
        validation_wasserstein=held_out,
        gradient_norm=measured if slopes else none,
        distance=gap / measured if slopes else none,
        estimates=True,
    )
