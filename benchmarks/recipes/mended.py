"""What changes to anime-wgan give: `python -m benchmarks.recipes.mended`, one seed, at 64x64.

The recipe's params.yaml and data/prepared are needed (docs/recipes.md has the commands). Each row
changes one thing more, or another. Draws docs/pictures/anime-wgan-changes.png, a line of samples a row, and
prints the table. What is finished stands in --kept; a stopped run goes on from there.
"""

from pathlib import Path

import click
import numpy as np
from PIL import Image

from benchmarks.common.context import ROOT
from benchmarks.common.pictures import shrink
from benchmarks.common.tables import table
from benchmarks.recipes.trials import Trial, results

PICTURE = ROOT / "docs/pictures/anime-wgan-changes.png"
FAST: dict[str, object] = {"learning_rate": 5e-4}
CHANGES: dict[str, dict[str, object]] = {
    "as published": {},
    "learning rate 5e-4": FAST,
    "that, and no normalization in the critic": {**FAST, "critic_norm": False},
    "no normalization in the critic alone": {"critic_norm": False},
}
SHOWN = {"w1_ratio": "W1 ratio", "coverage": "coverage", "told_apart": "told apart"}


@click.command()
@click.option(
    "--kept",
    type=click.Path(file_okay=False, path_type=Path),
    default="mended",
    show_default=True,
    help="Folder for the results of single runs.",
)
@click.option("--steps", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--batch", type=click.IntRange(min=1), default=16, show_default=True)
def main(kept: Path, steps: int, batch: int) -> None:
    """Train every variant, print the table and draw the lines of samples."""
    kept.mkdir(parents=True, exist_ok=True)
    trials: list[Trial] = [
        (name, {"steps": steps, "batch_size": batch, **changes}, 0)
        for name, changes in CHANGES.items()
    ]
    found = list(results(trials, kept / "results.jsonl", kept))
    rows = [
        [each["name"], *(f"{each[key]:.3f}" for key in SHOWN), f"{each['seconds']:.0f}"]
        for each in found
    ]
    lines = [np.asarray(Image.open(kept / each["picture"])) for each in found]
    Image.fromarray(np.vstack(lines)).save(PICTURE)
    shrink(PICTURE, 256)
    click.echo(table(["", *SHOWN.values(), "seconds"], rows))


if __name__ == "__main__":
    main()
