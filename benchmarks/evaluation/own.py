"""What is said of copying in sets of images of your own: of honest ones, and of planted copies by kind.

    python -m benchmarks.evaluation.own IMAGES.npy [--labels LABELS.npy] [--runs RUNS] [--train N] ...

IMAGES are (n, H, W, C) uint8. Every run draws training, unseen and "generated" images anew, so nothing was copied.
With LABELS, (n,) from 0 on, half of the honest images are of one class, which may be rare among the others: of class 0
in the first run, then of 1, and so on.
"""

from collections import Counter
from pathlib import Path

import click
import numpy as np

from benchmarks.common.tables import table
from wgan.evaluation.memorization import memorization
from wgan.evaluation.planting import KINDS
from wgan.evaluation.settings import CopyingSettings

COUNT = click.IntRange(1)


@click.command()
@click.argument("images", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--labels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Classes: half of the honest images are of one.",
)
@click.option("--train", type=COUNT, default=1000, show_default=True, help="Training images.")
@click.option("--unseen", type=COUNT, default=300, show_default=True, help="Unseen images.")
@click.option("--generated", type=COUNT, default=1000, show_default=True, help="Honest images.")
@click.option("--runs", type=COUNT, default=20, show_default=True, help="Splits.")
def main(
    images: Path, labels: Path | None, train: int, unseen: int, generated: int, runs: int
) -> None:
    """Print how often each verdict was given, then a line for each kind of copies."""
    pool = np.load(images, allow_pickle=False)
    if len(pool) < train + unseen + generated:
        raise click.UsageError(f"{len(pool)} images are fewer than {train + unseen + generated}.")
    classes = np.load(labels, allow_pickle=False) if labels else None
    verdicts: Counter[str] = Counter()
    called: list[list[float]] = []
    found: list[list[float]] = []
    flags = surplus = 0
    for seed in range(runs):
        rows = np.random.default_rng(seed).permutation(len(pool))
        first, second, rest = np.split(rows, [train, train + unseen])
        if classes is not None:
            alike = rest[classes[rest] == seed % (classes.max() + 1)][: generated // 2]
            rest = np.concatenate([alike, rest[~np.isin(rest, alike)]])
        honest, known, others = (pool[np.sort(part)] for part in (rest[:generated], first, second))
        said = memorization(honest, known, others, CopyingSettings(), seed)
        verdicts[str(said.verdict)] += 1
        flags += said.flagged > 0
        surplus += said.ruling.many
        trial = said.control
        called.append([trial.called[kind] for kind in KINDS])
        found.append([trial.found[kind] for kind in KINDS])
    answers = ", ".join(f"{verdict}: {count}" for verdict, count in verdicts.most_common())
    click.echo(f"{runs} runs; {train} training, {unseen} unseen, {generated} honest images")
    click.echo(f"{answers}; with flags: {flags}, with a surplus: {surplus}")
    click.echo(f"planted: {trial.planted} of {trial.among}\n")
    sets, copies = np.mean(called, axis=0), np.mean(found, axis=0)
    lines = [
        [kind, f"{one:.0%}", f"{other:.0%}"]
        for kind, one, other in zip(KINDS, sets, copies, strict=True)
    ]
    lines.append(["mean", f"{sets.mean():.0%}", f"{copies.mean():.0%}"])
    click.echo(table(["kind", "sets called copying", "copies flagged"], lines))


if __name__ == "__main__":
    main()
