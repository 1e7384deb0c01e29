"""Which verdict the signs of a run's end add up to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgan.evaluation.settings import TrendSettings
from wgan.evaluation.slope import BLOCKS, Slope, stretch_means
from wgan.verdicts import TrendVerdict

Array = npt.NDArray[np.float64]
Said = tuple[TrendVerdict, list[str]]

WARM_UP = 0.1
"""Share of a run that says nothing of its level: the critic is still far from its optimum."""
ENDS = 3
"""Blocks of a run that make its end, or its lowest part: one alone may be chance."""
BROKEN = 0.1
"""Share of rows, no numbers, from which on a run counts as one that did not recover."""
SWING = 0.5
"""Of the level: a tail that falls and rises again by so much is not settling."""
DOWN = 0.5
"""Of its height since its lowest level: an estimate that ends below has come down again, as where a critic lost track."""
VAGUE = 4
"""Times `flat`: an interval that reaches farther tells nothing."""


@dataclass(frozen=True)
class Signs:
    """What the estimate shows: its finite rows (n,), the trend of the tail, the critic's overfitting.

    `gap` is the critic's overfitting, and `overfits` says that it is surely more than the options allow;
    `swing` is relative to the level of the tail; `dead` says that this level is 0.
    """

    estimate: Array
    slope: Slope | None
    gap: float
    overfits: bool
    swing: float
    dead: bool = False


def judge(
    finite: npt.NDArray[np.bool_],
    signs: Signs | None,
    collapse: str | None,
    settings: TrendSettings,
    *,
    estimates: bool,
) -> Said:
    """Name the first verdict that fits; `finite` (rows,) says which rows are numbers.

    `signs` is None if there are no rows to judge, or the loss is not one that `estimates` a distance.
    """
    broken = int((~finite).sum())
    if broken and (not finite[-1] or broken > BROKEN * len(finite)):
        return TrendVerdict.DIVERGED, [f"{broken} rows of the history are not finite"]
    aside = [f"{broken} of {len(finite)} rows are not finite; training went on"] if broken else []
    if signs is None:
        if collapse:
            return TrendVerdict.COLLAPSED, [collapse, *aside]
        why = (
            f"none of the {len(finite)} rows of history can be judged: too few"
            if estimates
            else "this objective's loss estimates no distance"
        )
        return TrendVerdict.INCONCLUSIVE, [why, *aside]
    verdict, reasons = next(_fitting(signs, collapse, settings))
    return verdict, [*reasons, *aside]


def _fitting(signs: Signs, collapse: str | None, settings: TrendSettings) -> Iterator[Said]:
    """Every verdict that fits, the gravest first; the last one always does."""
    slope = signs.slope
    level = _levels(signs.estimate)
    if level.end > settings.divergence * max(level.usual, level.noise):
        yield (
            TrendVerdict.DIVERGED,
            [f"the estimate ends at {level.end:.3g}, its median is {level.usual:.3g}"],
        )
    unreliable = list(_unreliable(signs, settings))
    if unreliable:
        yield TrendVerdict.UNRELIABLE, unreliable
    risen = level.end > settings.divergence * max(level.lowest, level.noise)
    if risen and level.end > DOWN * level.height:
        yield (
            TrendVerdict.DIVERGED,
            [f"the estimate ends at {level.end:.3g}, having been as low as {level.lowest:.3g}"],
        )
    if collapse:
        yield TrendVerdict.COLLAPSED, [collapse]
    if signs.swing > SWING:
        yield (
            TrendVerdict.UNSTABLE,
            [f"over the tail it falls and rises again by {signs.swing:.0%} of its level"],
        )
    if slope is None:
        count = len(signs.estimate)
        yield TrendVerdict.INCONCLUSIVE, [f"{count} rows of history are too few for a trend"]
    else:
        yield _by_slope(slope, settings)


class _Levels(NamedTuple):
    """Of a run's estimate after the warm-up."""

    usual: float
    """The median."""
    lowest: float
    height: float
    """The highest level since the lowest."""
    end: float
    noise: float
    """Of a row."""


def _levels(estimate: Array) -> _Levels:
    settled = estimate[int(len(estimate) * WARM_UP) :]
    blocks = stretch_means(settled, min(BLOCKS, len(settled)))
    lowest = float(np.median(np.sort(blocks)[:ENDS]))
    # of neighbours' differences, which a trend hardly changes: of normal noise their median is 0.954 deviations
    noise = float(np.median(np.abs(np.diff(settled)))) / 0.954 if len(settled) > 1 else 0.0
    return _Levels(
        usual=float(np.median(settled)),
        lowest=lowest,
        height=float(blocks[blocks.argmin() :].max()),
        end=float(np.median(blocks[-ENDS:])),
        noise=noise,
    )


def _unreliable(signs: Signs, settings: TrendSettings) -> Iterator[str]:
    slope = signs.slope
    if signs.dead:
        yield "the critic scores all images alike: its estimate is 0"
    if slope and slope.level + 2 * slope.error < 0:
        yield f"the estimate is {slope.level:.3g}, and a distance is positive"
    if signs.overfits:
        yield f"{signs.gap:.0%} of the estimate is lost on validation images"
    if slope and slope.sure and slope.relative > settings.flat:
        yield f"the estimate rises by {slope.relative:.0%} over the tail: the critic still improves"


def _by_slope(slope: Slope, settings: TrendSettings) -> Said:
    change = (
        f"over the tail the estimate changes by {slope.relative:+.1%} "
        f"(95 % interval {slope.low:+.1%} to {slope.high:+.1%})"
    )
    if slope.sure and slope.relative < -settings.flat:
        return TrendVerdict.IMPROVING, [change]
    if not slope.sure and slope.level < slope.noise:
        return TrendVerdict.CONVERGED, [
            f"the estimate has come down to its noise: {slope.level:.2g}, and "
            f"{slope.noise:.2g} from row to row, without a trend"
        ]
    farthest = max(-slope.low, slope.high)
    if abs(slope.relative) <= settings.flat and farthest <= VAGUE * settings.flat:
        return TrendVerdict.CONVERGED, [change]
    return TrendVerdict.INCONCLUSIVE, [f"{change}: too noisy to say, or the run too short"]
