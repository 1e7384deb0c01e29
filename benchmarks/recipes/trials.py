"""Short trainings with changed options, one after the other in this process, and what came of each."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.common.context import ROOT
from stages.support.params import read_params
from stages.support.prepared import load_account, load_split
from stages.support.tensorflow import import_quietly
from wgan.comparison.chance import ALONE, mean
from wgan.evaluation.evidence import TRAINED_ON
from wgan.evaluation.quality import quality
from wgan.evaluation.sets import Labelled
from wgan.gan.checkpoint import run_key
from wgan.images import grid, save_png, to_bytes

COUNT = 1000
"""Images of each kind that a trial is judged by, if there are as many test images."""
LINE = 10
"""Samples in a line of a picture."""
SEEDS = (0, 1, 2)
CRITIC = ("wasserstein_estimate", "distance")
"""What the critic says at the end, of a loss that estimates a distance."""
Trial = tuple[str, dict[str, Any], int]
"""A name, the train options that differ from params.yaml, and a seed."""


def kept_option(name: str) -> Callable[[Any], Any]:
    """The option `--kept`, by default the file `name`."""
    return click.option(
        "--kept",
        type=click.Path(dir_okay=False, path_type=Path),
        default=name,
        show_default=True,
        help="File for the results of single runs.",
    )


def results(
    trials: Iterable[Trial], kept: Path, pictures: Path | None = None
) -> Iterator[dict[str, Any]]:
    """Run the trials on data/prepared; those that `kept`, a file of JSON lines, has are not run again.

    A result is known by its trial and by what it was run on: other data, options or code are another trial.

    Yields name, seed, processor seconds of training, and the numbers of the quality and the critic, by the keys of
    metrics.json. A line of each one's samples is left in the folder `pictures`, by the name that the result's `picture` says.
    """
    known, base = _read(kept), ran_on()
    for name, changes, seed in trials:
        key = json.dumps([name, changes, seed, base])
        if key not in known:
            line = pictures / f"{len(known)}.png" if pictures else None
            known[key] = {"name": name, "seed": seed, **run(changes, seed, line)}
            if line:
                known[key]["picture"] = line.name
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "result": known[key]}) + "\n")
            click.echo(f"{name}, seed {seed}: {known[key]}", err=True)
        yield known[key]


def ran_on() -> str:
    """Name the train options of params.yaml, the prepared data, the code and its libraries, as checkpoints do."""
    sources = [path for folder in ("wgan", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    return run_key(
        train=read_params()["train"],
        data=load_account()["files"],
        code={path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sources},
        versions=[version(name) for name in ("keras", "tensorflow", "numpy", "scikit-learn")],
    )


def run(changes: Mapping[str, Any], seed: int, picture: Path | None = None) -> dict[str, Any]:
    """Train with the options of params.yaml but for `changes`; judge what the generator makes.

    The first samples are drawn as one line of images, `picture`.
    """
    import_quietly()
    from wgan.gan.config import train_config
    from wgan.gan.dataset import Split
    from wgan.gan.run import Run
    from wgan.gan.sampling import samples

    account = load_account()
    train, validation, test = (
        load_split(name, account) for name in ("train", "validation", "test")
    )
    options = {key: value for key, value in read_params()["train"].items() if value is not None}
    config = train_config({**options, "keep": "last", **changes, "seed": seed})
    training = Run(config, Split(*train), Split(*validation), classes=len(account["classes"]))
    start = time.process_time()
    for batch in training.batches():
        training.advance(*batch)
    seconds = time.process_time() - start
    outcome = training.finish()
    count = min(COUNT, len(test[0]))
    made = samples(outcome.generator, count, seed)
    if picture:
        save_png(picture, grid(made.images[:LINE], LINE))
    rng = np.random.default_rng(0)
    rows, unseen = (rng.permutation(len(images))[:count] for images, _ in (train, test))
    # no more than `evaluate` learns from: the classifier's memory grows with the square
    taught = np.sort(rng.permutation(len(train[0]))[:TRAINED_ON])
    found = quality(
        made.images,
        to_bytes(train[0][rows]),
        to_bytes(test[0][unseen]),
        Labelled(
            (made.images, made.labels),
            (to_bytes(train[0][taught]), train[1][taught]),
            (to_bytes(test[0]), test[1]),
            len(account["classes"]),
        ),
        seed,
    )
    seen = {key: outcome.metrics[key] for key in CRITIC if key in outcome.metrics}
    return {"processor_seconds": round(seconds, 1), **found.summary(), **seen}


def means(found: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> list[str]:
    """The mean over some results, with its 95 % interval, of each of these numbers."""
    each = list(found)
    return [str(mean([one[key] for one in each])) for key in keys]


def difference(ours: Iterable[float], base: Iterable[float]) -> str:
    """The 95 % interval of the mean difference, run by run with the same seed (Student's t)."""
    apart = mean([one - other for one, other in zip(ours, base, strict=True)])
    if apart is None or np.isnan(apart.half):
        return ALONE
    return f"{apart.mean - apart.half:+.3f} to {apart.mean + apart.half:+.3f}"


def _read(kept: Path) -> dict[str, dict[str, Any]]:
    if not kept.is_file():
        return {}
    lines = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    return {line["key"]: line["result"] for line in lines}
