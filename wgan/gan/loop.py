"""The training loop: steps, checkpoints, an orderly end."""

import zlib
from collections.abc import Callable

from wgan.errors import InputError
from wgan.gan.checkpoint import Checkpoints
from wgan.gan.outcome import Outcome
from wgan.gan.record import Record
from wgan.gan.run import Run
from wgan.gan.state import capture, restore


class Stopped(Exception):
    """The run was asked to stop; its checkpoint is saved."""

    def __init__(self, step: int) -> None:
        super().__init__(f"stopped at step {step}")
        self.step = step


def train(
    run: Run,
    checkpoints: Checkpoints,
    after_step: Callable[[Record], None],
    stop: Callable[[], bool],
) -> Outcome:
    """Go on from the newest checkpoint, or from scratch, to the last step.

    `after_step` sees the record at the start and after each step; `stop` is asked after each step.
    Raises Stopped once it says so, NotFinite when a loss is no longer finite, and InputError if workers
    do not start alike.
    """
    config = run.config
    state = checkpoints.newest(config.steps)
    if state is not None:
        restore(run, state)
    if not run.devices.agree(run.record.step, zlib.crc32(checkpoints.folder.name.encode()) >> 8):
        raise InputError(
            "the workers start from different checkpoints, or have other options, data or packages: is "
            "WGAN_CHECKPOINT_DIR one folder for all of them?",
            option="devices",
        )
    after_step(run.record)
    for batch in run.batches():
        run.advance(*batch)
        checkpoints.save_if_due(run.record.step, lambda: capture(run))
        after_step(run.record)
        if stop():
            checkpoints.save(run.record.step, capture(run))
            raise Stopped(run.record.step)
    checkpoints.save(run.record.step, capture(run))
    return run.finish()
