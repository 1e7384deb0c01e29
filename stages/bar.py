"""The progress bar of training."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from wgan.gan.record import Record


@contextmanager
def training_bar(steps: int, done: int) -> Iterator[Callable[["Record"], None]]:
    """Show steps, time left and the last score gap; silent when the output is no terminal."""
    with tqdm(total=steps, initial=done, desc="train", unit=" steps", disable=None) as bar:

        def after_step(record: "Record") -> None:
            if record.rows and record.rows[-1][0] == record.step:
                bar.set_postfix_str(f"score gap {record.gap:.2f}", refresh=False)
            bar.update()

        yield after_step
