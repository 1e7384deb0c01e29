"""Stage 2: from data/prepared/ to a generator and a critic."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stages.support.bar import training_bar
from stages.support.by_hand import placed
from stages.support.checkpoints import run_checkpoints
from stages.support.command import stage
from stages.support.interrupt import wish_to_stop
from stages.support.live import Live, where
from stages.support.outputs import replacing, write_json
from stages.support.paths import (
    CRITIC,
    FAILED_HISTORY,
    GENERATOR,
    HISTORY,
    LAST_PICTURE,
    PROGRESS,
    TRAIN_METRICS,
)
from stages.support.prepared import Memory, load_account, load_split, refuse_unlabelled
from stages.support.start import Start
from stages.support.tensorflow import Arithmetic, arithmetic, computing, import_quietly
from wgan.errors import InputError, reason
from wgan.gan import networks
from wgan.gan.config import TRAIN_OWNERS, train_config
from wgan.options import settings

if TYPE_CHECKING:
    from wgan.gan.checkpoint import Checkpoints
    from wgan.gan.outcome import Outcome
    from wgan.gan.record import Record
    from wgan.gan.run import Run


OUTPUTS = (GENERATOR, CRITIC, HISTORY, PROGRESS, LAST_PICTURE, TRAIN_METRICS)


@stage("train", *TRAIN_OWNERS, Memory, Start, Arithmetic, outputs=OUTPUTS)
def main(**options: Any) -> None:
    """Train a critic and a generator, and keep their history."""
    account = load_account()
    networks.refuse_side(options["network"], account["shape"][0])
    if options["conditional"]:
        refuse_unlabelled(account)
    config, start = train_config(options), settings(Start, options).files()
    train_arrays = load_split("train", account, settings(Memory, options).size)
    validation_arrays = load_split("validation", account)

    portable = settings(Arithmetic, options).portable
    # TensorFlow takes seconds to import: only now, when the options and the data are known good
    import_quietly(portable=portable)
    click.echo(
        f"train: {options['steps']:,} steps on {len(train_arrays[0]):,} images "
        f"{computing(options['devices'], portable=portable)}; newest pictures: {where()}/",
        err=True,
    )
    if options["devices"] == "workers":
        click.echo("train: waits until all workers of TF_CONFIG are there", err=True)
    from wgan.gan.dataset import Split
    from wgan.gan.run import Run

    with _all_workers(config.devices), _enough_memory():
        run = Run(
            config,
            Split(*train_arrays),
            Split(*validation_arrays),
            classes=len(account["classes"]),
            start=start,
        )
    if run.classes:
        click.echo(f"train: both networks are told the class, one of {run.classes}", err=True)
    checkpoints = run_checkpoints(
        options,
        account,
        # of several workers each has its own, and all must find one folder
        ""
        if options["devices"] == "workers"
        else arithmetic(options["devices"], portable=portable),
        writes=run.devices.chief,
    )
    if not run.devices.chief:
        _train(run, checkpoints)
        return
    placed(FAILED_HISTORY).unlink(missing_ok=True)
    with checkpoints.alone():
        # claims the outputs first: a folder that can't be written is found before the training
        with replacing(*OUTPUTS) as partial:
            live = Live(config.candidate_every, run.inspection.picture, run.history)
            _write(_train(run, checkpoints, live.after_step), partial)
        checkpoints.finish(config.steps)
        live.clear()


def _train(
    run: "Run", checkpoints: "Checkpoints", look: Callable[["Record"], None] = lambda _: None
) -> "Outcome":
    """The training under a progress bar, and what is said when it can't go on."""
    from wgan.gan.loop import Stopped, train
    from wgan.gan.outcome import NotFinite

    try:
        with (
            _all_workers(run.config.devices),
            _enough_memory(),
            training_bar(run.config.steps) as show,
            wish_to_stop() as stop,
        ):

            def after_step(record: "Record") -> None:
                show(record)
                look(record)

            return train(run, checkpoints, after_step, stop)
    except NotFinite as failure:
        if run.devices.chief:
            failure.history.to_csv(placed(FAILED_HISTORY), index=False)
        raise
    except Stopped as stopped:
        kept = (
            "its checkpoint is saved" if run.devices.chief else "the first worker has checkpoints"
        )
        raise click.ClickException(
            f"{stopped}; {kept}, the same command goes on from there"
        ) from None


@contextmanager
def _all_workers(devices: str) -> Iterator[None]:
    """Say in one line that one of them is gone, or never came."""
    import tensorflow as tf

    gone = (
        tf.errors.UnavailableError,
        tf.errors.AbortedError,
        tf.errors.CancelledError,
        tf.errors.DeadlineExceededError,
        tf.errors.InternalError,
    )
    try:
        yield
    except gone as error:
        if devices != "workers":
            raise
        raise click.ClickException(
            "another worker is gone; start all of them again: they go on from the last checkpoint "
            f"({reason(error)[:200]})"
        ) from None


@contextmanager
def _enough_memory() -> Iterator[None]:
    """Say in one line that there isn't, the device's or the machine's."""
    import tensorflow as tf

    try:
        yield
    except (tf.errors.ResourceExhaustedError, MemoryError):
        raise InputError(
            "the device's memory is full; fewer images at a time or a smaller width take less",
            option="batch_size",
        ) from None


def _write(outcome: "Outcome", partial: Mapping[Path, Path]) -> None:
    from wgan.gan.export import export
    from wgan.gan.record import has_picture
    from wgan.images import save_png

    export(outcome.generator, partial[GENERATOR])
    export(outcome.critic, partial[CRITIC])
    outcome.history.to_csv(partial[HISTORY], index=False, lineterminator="\n")
    # DVC lays pictures of one name side by side, and so the ends of long and short runs
    save_png(partial[LAST_PICTURE], outcome.pictures[max(outcome.pictures)])
    partial[PROGRESS].mkdir()
    for step, picture in outcome.pictures.items():
        if has_picture(step):
            save_png(partial[PROGRESS] / f"{step}.png", picture)
    write_json(partial[TRAIN_METRICS], outcome.metrics)


if __name__ == "__main__":
    main()
