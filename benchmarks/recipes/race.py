"""Quality over time: `python -m benchmarks.recipes.race`, after `dvc repro prepare`.

Three ways to train on the same digits, data/prepared/, one after the other: the default, the usual loop for
WGAN (train_on_batch and predict) with the networks of mnist-sevens-wgan, and the networks of the WGAN-GP
example of keras.io by `fit`. Time is the process's processor seconds in training alone, so other load
on the machine matters little. Draws docs/pictures/race.png and prints when each reaches the marks.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import numpy as np

from benchmarks.common.context import ROOT
from benchmarks.common.pictures import shrink
from benchmarks.common.tables import table
from benchmarks.recipes.digits import read_judge
from benchmarks.recipes.trials import ran_on
from benchmarks.speed.peers_keras import fit_steps, networks, tutorial_steps
from benchmarks.speed.systems import System
from stages.support.prepared import load_account, load_split
from stages.support.tensorflow import import_quietly
from wgan.gan.checkpoint import run_key
from wgan.images import Bytes, to_bytes
from wgan.transport import pixel_wasserstein

if TYPE_CHECKING:
    import keras

SEVENS, FACES = (ROOT / f"recipes/{name}.yaml" for name in ("mnist-sevens-wgan", "celeba-wgan-gp"))
"""What the other two take from recipes."""
COUNT = 500
MARKS = (0.5, 0.7, 0.85)
"""Shares of samples that the judge is sure of."""
NEAR = 1.3
"""W1 ratio up to which a mark counts: bright patterns can be read for sure as well."""
BATCH = 64
"""Of the keras.io networks. There it is 512, for a GPU: on two cores that is 20 s a step."""


class Contender(NamedTuple):
    """A training that can be stopped to look at what it makes."""

    advance: Callable[[int], object]
    """Make so many generator steps."""
    sample: Callable[[int], Bytes]
    """Draw so many images."""
    chunk: int
    """Steps between two looks at the clock."""


def ours(images: Any, labels: Any) -> Contender:
    """The default, as the train stage runs it."""
    from wgan.gan.dataset import Split
    from wgan.gan.run import Run

    config = System("", ROOT / "params.yaml").config
    split = Split(images, labels)
    run = Run(config, split, split, classes=10)

    def advance(count: int) -> None:
        first = run.record.step
        for batch in run.batches(min(first + count, config.steps)):
            run.advance(*batch)

    return Contender(advance, lambda count: _draw(run.finish().generator, count), 40)


def usual_loop(images: Any, _: Any) -> Contender:
    """The loop of the tutorials for WGAN, on all digits."""
    config = System("", SEVENS).config
    pair = networks(config, images)
    steps = tutorial_steps(config, images, pair)
    return Contender(steps, lambda count: _draw(pair[0], count), 10)


def keras_io(images: Any, _: Any) -> Contender:
    """The example's networks and options, but for the batch."""
    from dataclasses import replace

    base = System("", FACES).config  # Adam 2e-4, 0.5, 0.9; 3 updates
    config = replace(base, batch_size=BATCH, latent_dim=128)
    pair = keras_io_networks()
    steps = fit_steps(config, images, pair)
    return Contender(steps, lambda count: _draw(pair[0], count), 2)


def keras_io_networks() -> "tuple[keras.Model, keras.Model]":
    """keras.io/examples/generative/wgan_gp: 28x28 by way of 32x32."""
    import keras
    from keras import layers

    latents = keras.Input((128,))
    made = layers.Dense(4 * 4 * 256, use_bias=False)(latents)
    made = layers.LeakyReLU(negative_slope=0.2)(layers.BatchNormalization()(made))
    made = layers.Reshape((4, 4, 256))(made)
    for width, last in ((128, False), (64, False), (1, True)):
        made = layers.UpSampling2D()(made)
        made = layers.Conv2D(width, 3, padding="same", use_bias=False)(made)
        made = layers.BatchNormalization()(made)
        made = (
            layers.Activation("tanh")(made) if last else layers.LeakyReLU(negative_slope=0.2)(made)
        )
    generator = keras.Model(latents, layers.Cropping2D(2)(made))

    images = keras.Input((28, 28, 1))
    seen = layers.ZeroPadding2D(2)(images)
    for width, dropout in ((64, 0.0), (128, 0.3), (256, 0.3), (512, 0.0)):
        seen = layers.Conv2D(width, 5, strides=2, padding="same")(seen)
        seen = layers.LeakyReLU(negative_slope=0.2)(seen)
        seen = layers.Dropout(dropout)(seen) if dropout else seen
    seen = layers.Dropout(0.2)(layers.Flatten()(seen))
    return generator, keras.Model(images, layers.Dense(1)(seen))


def _draw(generator: Any, count: int) -> Bytes:
    from wgan.gan.sampling import samples

    return samples(generator, count, 0).images


CONTENDERS = {
    "ours, the default": ours,
    "the usual loop, system 1's networks": usual_loop,
    f"keras.io's WGAN-GP by fit, batch {BATCH}": keras_io,
}


def race(
    contender: Contender, limit: float, looks: int, judge: Callable[[Bytes], dict[str, float]]
) -> list[dict[str, float]]:
    """Train for `limit` processor seconds or to the end; judge at `looks` evenly spaced moments."""
    contender.advance(2)  # graphs are traced, memory is claimed
    used, over = 0.0, False
    found: list[dict[str, float]] = []
    for due in np.linspace(limit / looks, limit, looks):
        while used < due and not over:
            start = time.process_time()
            contender.advance(contender.chunk)
            spent = time.process_time() - start
            over = spent < 0.01
            used += spent
        found.append({"seconds": used, **judge(contender.sample(COUNT))})
        click.echo(json.dumps(found[-1]), err=True)
        if over:
            break
    return found


@click.command()
@click.option("--seconds", default=400, show_default=True, help="Processor seconds for each.")
@click.option("--looks", default=16, show_default=True, help="How often to judge each.")
@click.option(
    "--kept",
    type=click.Path(dir_okay=False, path_type=Path),
    default="race.json",
    show_default=True,
    help="File for the results; contenders that it has are not run again.",
)
def main(seconds: int, looks: int, kept: Path) -> None:
    """Train each in turn, and say how good its digits are when."""
    import_quietly()
    account = load_account()
    (images, labels), (unseen, _) = (load_split(name, account) for name in ("train", "test"))
    opinion = read_judge()
    # the splits are in the order of their source, which may be that of the classes
    rng = np.random.default_rng(0)
    real, taught = (
        to_bytes(np.asarray(part)[rng.permutation(len(part))[:COUNT]]) for part in (unseen, images)
    )
    usual = pixel_wasserstein(taught, real)

    def judge(made: Bytes) -> dict[str, float]:
        asked = np.zeros(len(made), np.int64)
        return {
            "sure": opinion(made, asked)["sure"],
            "w1_ratio": pixel_wasserstein(made, real) / usual,
        }

    stored = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    # on other data, of other code or options, or of another length it is another race
    others = [path.read_text(encoding="utf-8") for path in (SEVENS, FACES)]
    results = stored.setdefault(run_key(ran_on=ran_on(), race=[seconds, looks, others]), {})
    for name in [each for each in CONTENDERS if each not in results]:
        contender = CONTENDERS[name](np.asarray(images), np.asarray(labels))
        results[name] = race(contender, seconds, looks, judge)
        kept.write_text(json.dumps(stored), encoding="utf-8")
    rows = [
        [name, *(_reached(results[name], mark) for mark in MARKS), *_end(results[name])]
        for name in CONTENDERS
    ]
    head = [*(f"{mark:.0%} sure" for mark in MARKS), "sure at the end", "W1 ratio at the end"]
    click.echo(table(["processor seconds until", *head], rows))
    draw({name: results[name] for name in CONTENDERS})


def _reached(found: list[dict[str, float]], mark: float) -> str:
    for each in found:
        if each["sure"] >= mark and each["w1_ratio"] <= NEAR:
            return f"{each['seconds']:.0f}"
    return f"not in {found[-1]['seconds']:.0f}"


def _end(found: list[dict[str, float]]) -> tuple[str, str]:
    return f"{found[-1]['sure']:.3f}", f"{found[-1]['w1_ratio']:.3f}"


def draw(results: dict[str, list[dict[str, float]]]) -> None:
    """Both numbers over processor seconds, a line a contender."""
    from wgan.report.style import GENERATED, REAL, VALIDATION, figure, save, styled

    picture = ROOT / "docs/pictures/race.png"
    with styled():
        made = figure(5.0)
        for axes, (key, label) in zip(
            made.subplots(2, 1, sharex=True),
            {"sure": "share read for sure", "w1_ratio": "W1 ratio (1: as real)"}.items(),
            strict=True,
        ):
            for (name, found), color, line in zip(
                results.items(), (GENERATED, REAL, VALIDATION), ("-", "--", ":"), strict=True
            ):
                x, y = ([each[what] for each in found] for what in ("seconds", key))
                axes.plot(x, y, color=color, linestyle=line, label=name)
            axes.set(ylabel=label)
        axes.set_xlabel("processor seconds of training")
        made.legend(*axes.get_legend_handles_labels(), loc="outside upper center")
        save(made, picture)
    shrink(picture)


if __name__ == "__main__":
    main()
