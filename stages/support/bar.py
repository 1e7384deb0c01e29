"""How far training is: a bar in a terminal, a line a minute in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from wgan.gan.record import Record

EVERY = 60.0
"""Seconds between the lines of a log."""


@contextmanager
def training_bar(steps: int) -> Iterator[Callable[["Record"], None]]:
    """Show steps, their rate, time left and the last score gap, on stderr.

    The first call of what it gives tells where this process starts, so that the steps before a
    resumption don't flatter the rate.
    """
    shown: Bar | Log = Bar(steps) if sys.stderr.isatty() else Log(steps)
    try:
        yield shown.after_step
    finally:
        shown.close()


class Bar:
    """The bar of a terminal."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.bar: tqdm | None = None

    def after_step(self, record: "Record") -> None:
        """Move the bar to the record's step."""
        if self.bar is None:
            self.bar = tqdm(
                total=self.steps,
                initial=record.step,
                desc="train",
                unit=" steps",
                ncols=80,
            )
        if record.rows and record.rows[-1][0] == record.step:
            self.bar.set_postfix_str(f"score gap {record.gap:.2f}", refresh=False)
        self.bar.update(record.step - self.bar.n)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self.bar is not None:
            self.bar.close()


@dataclass
class Log:
    """Lines where nobody sees a bar move: one each EVERY seconds by `clock`."""

    steps: int
    clock: Callable[[], float] = time.monotonic
    write: Callable[[str], None] = field(default=lambda line: click.echo(line, err=True))
    _start: tuple[int, float] | None = None
    _told: float = 0.0

    def after_step(self, record: "Record") -> None:
        """Write a line if one is due."""
        now = self.clock()
        if self._start is None:
            self._start, self._told = (record.step, now), now
        if now - self._told < EVERY:
            return
        self._told = now
        first, began = self._start
        rate = (record.step - first) / (now - began)
        gap = f", score gap {record.gap:.2f}" if record.rows else ""
        left = tqdm.format_interval((self.steps - record.step) / rate) if rate else "?"
        self.write(f"step {record.step:,} of {self.steps:,}, {rate:.3g} steps/s{gap}, {left} left")

    def close(self) -> None:
        """Nothing is open."""
