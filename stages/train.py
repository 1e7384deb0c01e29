"""Stage 2: from data/prepared/ to a generator and a critic."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import psutil

from stages.support.bar import training_bar
from stages.support.checkpoints import run_checkpoints
from stages.support.command import Real, group, stage
from stages.support.interrupt import wish_to_stop
from stages.support.outputs import replacing, write_json
from stages.support.paths import (
    CRITIC,
    FAILED_HISTORY,
    GENERATOR,
    HISTORY,
    PROGRESS,
    TRAIN_METRICS,
)
from stages.support.prepared import load_account, load_split
from stages.support.tensorflow import import_quietly

if TYPE_CHECKING:
    from wgan.gan.checkpoint import Checkpoints
    from wgan.gan.run import Outcome, Run

objective_option, data_option, optimizer_option, network_option, run_option = map(
    group, ("Objective", "Batches and latents", "Optimizer", "Networks", "Run")
)
positive = Real(0, min_open=True)
rate = Real(0, 1, max_open=True)


@stage("train")
@objective_option(
    "--loss",
    type=click.Choice(["wgan", "wgan-gp", "dcgan"]),
    default="wgan-gp",
    help="wgan clips the critic's weights, wgan-gp penalizes its gradient, dcgan takes the "
    "cross-entropy.",
)
@objective_option(
    "--n-critic",
    type=click.IntRange(1, 100),
    default=3,
    help="Critic updates per generator update.",
)
@objective_option("--gp-weight", type=Real(0), default=10, help="Weight of the gradient penalty.")
@objective_option(
    "--clip-value", type=positive, default=0.01, help="Largest critic weight, for loss wgan."
)
@objective_option(
    "--clip",
    type=click.Choice(["all", "kernels"]),
    default="all",
    help="What is clipped: all critic weights, or convolution kernels alone.",
)
@objective_option(
    "--label-noise",
    type=Real(0, 1),
    default=0.1,
    help="Width of the noise on the labels 1 and 0, for loss dcgan.",
)
@objective_option(
    "--batching",
    type=click.Choice(["joint", "separate", "alternate"]),
    default="joint",
    help="Real and fake in one critic batch, apart, or in an update each.",
)
@data_option(
    "--batch-size",
    type=click.IntRange(1, 65536),
    default=32,
    help="Real images, and as many fakes, per critic update.",
)
@data_option(
    "--generator-batch-size",
    type=click.IntRange(1, 65536),
    help="Fakes per generator update; batch_size if empty.",
)
@data_option(
    "--latent-dim", type=click.IntRange(1, 65536), default=16, help="Numbers per latent vector."
)
@data_option(
    "--latents",
    type=click.Choice(["normal", "uniform"]),
    default="normal",
    help="N(0, 1), or uniform in [-1, 1).",
)
@data_option(
    "--memory-share",
    type=Real(0, 1),
    default=0.25,
    help="Of the machine's memory for training images; more are read from disk as needed.",
)
@data_option(
    "--fakes",
    type=click.Choice(["inference", "training"]),
    default="training",
    help="Mode of the generator when it makes fakes for the critic.",
)
@optimizer_option(
    "--optimizer", type=click.Choice(["adam", "rmsprop"]), default="adam", help="For both networks."
)
@optimizer_option("--learning-rate", type=positive, default=1e-3, help="Of the critic.")
@optimizer_option(
    "--generator-learning-rate", type=positive, help="Of the generator; learning_rate if empty."
)
@optimizer_option(
    "--learning-rate-decay", type=Real(0), default=0, help="d: rate / (1 + d * updates)."
)
@optimizer_option("--beta-1", type=rate, default=0.5, help="Adam's decay of the mean.")
@optimizer_option("--beta-2", type=rate, default=0.9, help="Adam's decay of the squares.")
@optimizer_option("--rho", type=rate, default=0.9, help="RMSProp's decay of the squares.")
@optimizer_option("--epsilon", type=positive, default=1e-7, help="Keeps divisions finite.")
@optimizer_option("--gradient-clip", type=positive, help="Clip gradients by value; none if empty.")
@network_option(
    "--network",
    type=click.Choice(
        ["compact", "transposed", "upsampling", "strided", "dcgan", "wide", "narrow"]
    ),
    default="compact",
    help="The pair of networks.",
)
@network_option(
    "--conditional", type=bool, default=False, help="Give both networks the class labels."
)
@network_option(
    "--kernel-std", type=positive, help="Kernels start as N(0, std^2); Glorot uniform if empty."
)
@network_option("--dropout", type=rate, default=0, help="Of the critic, where the pair has any.")
@network_option(
    "--critic-norm",
    type=bool,
    default=False,
    help="Batch normalization in the critic, where the pair has any.",
)
@run_option("--steps", type=click.IntRange(1), default=2400, help="Generator updates.")
@run_option(
    "--ema-decay",
    type=rate,
    default=0.998,
    help="Average of the generator's weights over steps; 0 for none.",
)
@run_option(
    "--keep",
    type=click.Choice(["best", "last"]),
    default="best",
    help="Which model: the last, or the best by pixel W1 to validation images.",
)
@run_option(
    "--candidate-every", type=click.IntRange(1), default=200, help="Steps between candidates."
)
@run_option("--log-every", type=click.IntRange(1), default=20, help="Steps between rows.")
@run_option(
    "--devices",
    type=click.Choice(["one", "all", "workers"]),
    default="one",
    help="One device, all GPUs of the machine, or the machines that TF_CONFIG names.",
)
@run_option(
    "--precision",
    type=click.Choice(["float32", "mixed_bfloat16"]),
    default="float32",
    help="Of the layers' arithmetic; weights, scores and saved models are float32 in any case.",
)
@run_option(
    "--seed", type=click.IntRange(0), default=0, help="Of weights, batches, latents, penalties."
)
def main(**options: Any) -> None:
    """Train a critic and a generator, and keep their history."""
    account = load_account()
    memory = options.pop("memory_share") * psutil.virtual_memory().total
    train_arrays = load_split("train", account, memory)
    validation_arrays = load_split("validation", account)

    # TensorFlow takes seconds to import: only now, when the options and the data are known good
    import_quietly()
    from wgan.gan.config import TrainConfig
    from wgan.gan.dataset import Split
    from wgan.gan.run import Run

    config = TrainConfig(**options)
    run = Run(
        config, Split(*train_arrays), Split(*validation_arrays), classes=len(account["classes"])
    )
    checkpoints = run_checkpoints(options, account, writes=run.devices.chief)
    if not run.devices.chief:
        _train(run, checkpoints)
        return
    outputs = (GENERATOR, CRITIC, HISTORY, PROGRESS, TRAIN_METRICS)
    FAILED_HISTORY.unlink(missing_ok=True)
    with checkpoints.alone():
        # claims the outputs first: a folder that can't be written is found before the training
        with replacing(*outputs) as partials:
            _write(_train(run, checkpoints), *partials)
        checkpoints.finish(config.steps)


def _train(run: "Run", checkpoints: "Checkpoints") -> "Outcome":
    """The training under a progress bar, and what is said when it can't go on."""
    import tensorflow as tf

    from wgan.gan.loop import Stopped, train
    from wgan.gan.run import NotFinite

    try:
        with training_bar(run.config.steps) as after_step, wish_to_stop() as stop:
            return train(run, checkpoints, after_step, stop)
    except NotFinite as failure:
        failure.history.to_csv(FAILED_HISTORY, index=False)
        raise
    except Stopped as stopped:
        raise click.ClickException(
            f"{stopped}; its checkpoint is saved, `dvc repro` goes on from there"
        ) from None
    except tf.errors.OpError:
        if run.devices.count == 1:
            raise
        raise click.ClickException(
            "another worker is gone; start all of them again: they go on from the last checkpoint"
        ) from None


def _write(
    outcome: "Outcome", generator: Path, critic: Path, history: Path, progress: Path, metrics: Path
) -> None:
    from wgan.gan.export import export
    from wgan.images import save_png

    export(outcome.generator, generator)
    export(outcome.critic, critic)
    outcome.history.to_csv(history, index=False, lineterminator="\n")
    progress.mkdir()
    for step, picture in outcome.pictures.items():
        save_png(progress / f"{step}.png", picture)
    write_json(metrics, outcome.metrics)


if __name__ == "__main__":
    main()
