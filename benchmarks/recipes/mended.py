"""What changes to a recipe that fails as published give: `python -m benchmarks.recipes.mended NAME`.

One seed. The recipe's params.yaml and data/prepared are needed (docs/recipes/ has the commands). Each
row changes one thing more, or another. Draws docs/pictures/NAME-changes.png, a line of samples a row, and
prints the table. What is finished stands in --kept; a stopped run goes on from there.
"""

from pathlib import Path

import click
import numpy as np
from PIL import Image

from benchmarks.common import params
from benchmarks.common.context import ROOT
from benchmarks.common.pictures import shrink
from benchmarks.common.tables import table
from benchmarks.recipes.trials import Trial, results
from stages.support.params import read_params

FAST: dict[str, object] = {"learning_rate": 5e-4}
AVERAGED: dict[str, object] = {"ema_decay": 0.99}
BARE: dict[str, object] = {**FAST, "critic_norm": False}
CHANGES: dict[str, dict[str, dict[str, object]]] = {
    "anime-wgan": {
        "as published": {},
        "learning rate 5e-4": FAST,
        "that, and no normalization in the critic": BARE,
        "no normalization in the critic alone": {"critic_norm": False},
        "none, 5e-4, all weights clipped": {**BARE, "clip": "all"},
        "none, 5e-4, all clipped to 0.05": {**BARE, "clip": "all", "clip_value": 0.05},
        "none, 5e-4, the generator's 1e-4": {**BARE, "generator_learning_rate": 1e-4},
        "none, 5e-4, falling to 0": {**BARE, "schedule": "linear", "learning_rate_decay": 0},
        "none, 5e-4, all clipped to 0.03, averaged": {
            **BARE,
            "clip": "all",
            "clip_value": 0.03,
            "ema_decay": 0.99,
        },
        "none, 2e-4, all clipped to 0.05, averaged": {
            "learning_rate": 2e-4,
            "critic_norm": False,
            "clip": "all",
            "clip_value": 0.05,
            "ema_decay": 0.99,
        },
    },
    "bricks-dcgan": {
        "as published": {},
        "weights averaged": AVERAGED,
        "averaged, and rates that fall": {**AVERAGED, "schedule": "late-linear"},
        "averaged, no dropout": {**AVERAGED, "dropout": 0},
    },
    "mnist-wgan-dense": {
        "as published": {},
        "learning rate 5e-4": FAST,
        "that, and 5 critic updates": {**FAST, "n_critic": 5},
        "5 critic updates alone": {"n_critic": 5},
    },
}
SIZES: dict[str, dict[str, object]] = {
    "anime-wgan": {"steps": 300, "batch_size": 16},
    "bricks-dcgan": {"steps": 500, "batch_size": 32},
    "mnist-wgan-dense": {"steps": 1000},
}
"""Smaller than published, so that a row takes minutes."""
WIDTH = 660
"""Pixels of the picture, about."""
SHOWN = {"w1_ratio": "W1 ratio", "coverage": "coverage", "told_apart": "told apart"}


@click.command()
@click.argument("name", type=click.Choice(list(CHANGES)))
@click.option(
    "--kept",
    type=click.Path(file_okay=False, path_type=Path),
    default="mended",
    show_default=True,
    help="Folder for the results of single runs.",
)
def main(name: str, kept: Path) -> None:
    """Train every variant of the recipe NAME, print the table and draw the lines of samples."""
    if read_params()["train"] != params.read(ROOT / f"recipes/{name}.yaml")["train"]:
        raise click.ClickException(
            f"params.yaml is not the recipe; `cp recipes/{name}.yaml params.yaml && dvc repro prepare` makes it so"
        )
    kept.mkdir(parents=True, exist_ok=True)
    trials: list[Trial] = [
        (row, SIZES[name] | changes, 0) for row, changes in CHANGES[name].items()
    ]
    found = list(results(trials, kept / "results.jsonl", kept))
    rows = [
        [each["name"], *(f"{each[key]:.3f}" for key in SHOWN), f"{each['processor_seconds']:.0f}"]
        for each in found
    ]
    samples = np.vstack([np.asarray(Image.open(kept / each["picture"])) for each in found])
    size = max(1, WIDTH // samples.shape[1])
    picture = ROOT / f"docs/pictures/{name}-changes.png"
    enlarged = samples.repeat(size, axis=0).repeat(size, axis=1)
    Image.fromarray(enlarged).save(picture)
    shrink(picture, 256)
    click.echo(table(["", *SHOWN.values(), "processor s"], rows))


if __name__ == "__main__":
    main()
