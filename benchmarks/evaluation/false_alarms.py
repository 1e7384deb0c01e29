"""How often an honest model is called copying, over simulated ones.

    python -m benchmarks.evaluation.false_alarms [--runs RUNS] [--first SEED]

Every run splits the digits anew into training, unseen and "generated" images, so that nothing was
copied. The models: perfect, noisy, blurred, black and white, dimmed, one that repeats some of its
images, and ones that make a class more often than the training images hold it.
"""

from collections import defaultdict
from collections.abc import Iterator

import click
import numpy as np

from benchmarks.evaluation.sets import blur, noise, repeated, split, split_by_class
from benchmarks.evaluation.verdicts import Court, Said
from wgan.images import Bytes

SIZES = TRAIN, UNSEEN, FRESH = 1000, 300, 300
SHARES = {
    "ones: 2 % of training, 50 % of generated": (0.02, 0.02, 0.5),
    "ones: 5 % to 50 %": (0.05, 0.05, 0.5),
    "ones: 2 % to 10 %": (0.02, 0.02, 0.1),
    "ones: 2 % of training, 20 % elsewhere": (0.02, 0.2, 0.2),
}


@click.command()
@click.option(
    "--runs", type=click.IntRange(1), default=100, show_default=True, help="Splits of the digits."
)
@click.option(
    "--first", type=click.IntRange(0), default=0, show_default=True, help="Seed of the first."
)
def main(runs: int, first: int) -> None:
    """Print a line per model, after every tenth run and at the end."""
    said: defaultdict[str, list[Said]] = defaultdict(list)
    for run in range(first, first + runs):
        for name, one in _run(run):
            said[name].append(one)
        done = run + 1 - first
        if done % 10 == 0 or done == runs:
            _report(said, done)


def _run(seed: int) -> Iterator[tuple[str, Said]]:
    rng = np.random.default_rng(seed)
    train, unseen, fresh = split(rng, *SIZES)
    court = Court(train, unseen, FRESH, seed)
    for name, images in _models(fresh, rng):
        yield name, court.hears(images)
    for name, shares in SHARES.items():
        train, unseen, fresh = split_by_class(rng, 1, SIZES, shares)
        yield name, Court(train, unseen, FRESH, seed).hears(fresh)


def _models(fresh: Bytes, rng: np.random.Generator) -> Iterator[tuple[str, Bytes]]:
    yield "perfect", fresh
    yield "noisy", noise(fresh, rng)
    yield "blurred", blur(fresh, 0.7)
    yield "black and white", np.where(fresh > 127, 255, 0).astype(np.uint8)
    yield "dimmed to 80 %", np.rint(0.8 * fresh).astype(np.uint8)
    yield "each image five times", repeated(fresh, len(fresh) // 5)
    yield "30 images, each ten times", repeated(fresh, 30)


def _report(said: dict[str, list[Said]], runs: int) -> None:
    print(f"{runs} runs each; {TRAIN} training, {UNSEEN} unseen, {FRESH} generated images")
    print(
        f"{'model':42s} {'copying':>8s} {'flags':>6s} {'surplus':>8s} {'share p<.05':>12s} {'p<.01':>6s}"
    )
    for name, each in said.items():
        p = np.array([one.share_p for one in each])
        print(
            f"{name:42s} {np.mean([one.copying for one in each]):8.1%} "
            f"{np.mean([one.flagged.any() for one in each]):6.1%} "
            f"{np.mean([one.surplus for one in each]):8.1%} {np.mean(p < 0.05):12.1%} {np.mean(p < 0.01):6.1%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
