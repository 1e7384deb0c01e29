"""The progress bar of training."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from wgan.gan.record import Record


@contextmanager
def training_bar(steps: int) -> Iterator[Callable[["Record"], None]]:
    """Show steps, time left and the last score gap; silent when the output is no terminal."""
    with tqdm(total=steps, desc="train", unit=" steps", ncols=80, disable=None) as bar:

        def after_step(record: "Record") -> None:
            if record.rows and record.rows[-1][0] == record.step:
                bar.set_postfix_str(f"score gap {record.gap:.2f}", refresh=False)
            if bar.n == 0 and record.step:
                # resumed: earlier steps must not flatter the speed
                bar.initial = bar.n = record.step
            bar.update(record.step - bar.n)

        yield after_step
