"""What lies around the default: `python -m benchmarks.recipes.default`.

Each row changes one thing in it, on data/prepared (run `dvc repro prepare` first), over about half its steps, or as
many as the row's name says. What is finished stands in --kept; a stopped run goes on from there.
"""

from pathlib import Path
from typing import Any

import click

from benchmarks.common.tables import table
from benchmarks.recipes.shapes import Change, deep, deviation, finer, flat, shallow, shaped
from benchmarks.recipes.trials import SEEDS, Trial, difference, kept_option, means, results

STEPS = 1900
SHOWN = {"sure": "sure", "coverage": "coverage", "w1_ratio": "W1 ratio", "told_apart": "told apart"}
COMPARED = ("sure", "coverage", "told_apart")
BASE = "as it is"
WIDTHS: dict[str, dict[str, Any]] = {
    "800 steps": {"steps": 800},
    "3,400 steps": {"steps": 3400},
    "half the width, 5,000 steps": {"width": 0.5, "steps": 5000},
    "twice the width, 800 steps": {"width": 2, "steps": 800},
}
DEPTHS: dict[str, dict[str, Change]] = {
    "generator without its 3x3 convolution": {"generator": flat},
    "generator with one more, at 14x14": {"generator": finer},
    "critic without its third convolution": {"critic": shallow},
    "critic with a fourth, 3x3": {"critic": deep},
    "critic with minibatch standard deviation": {"critic": deviation},
}
OPTIONS: dict[str, dict[str, Any]] = {
    "8 latents": {"latent_dim": 8},
    "32 latents": {"latent_dim": 32},
    "64 latents": {"latent_dim": 64},
    "batches of 16, 2,850 steps": {"batch_size": 16, "steps": 2850},
    "batches of 48, 950 steps": {"batch_size": 48, "steps": 950},
    "n_critic 3, 2,950 steps": {"n_critic": 3, "steps": 2950},
    "half the rates": {"learning_rate": 5e-4},
    "twice the rates": {"learning_rate": 2e-3},
    "the critic's rate twice the generator's": {
        "learning_rate": 2e-3,
        "generator_learning_rate": 1e-3,
    },
    "penalty's weight 1": {"gp_weight": 1},
    "weights not averaged": {"ema_decay": 0},
    "labels as planes": {"critic_labels": "planes"},
}
"""At n_critic 3, and by other batches, in about the same arithmetic."""
ROWS: dict[str, tuple[dict[str, Change], dict[str, Any]]] = {
    BASE: ({}, {}),
    **{name: ({}, options) for name, options in (WIDTHS | OPTIONS).items()},
    **{name: (changes, {}) for name, changes in DEPTHS.items()},
}
"""The networks whose layers change, and the options."""
PARTS = {"widths": WIDTHS, "depths": DEPTHS, "options": OPTIONS}


@click.command()
@kept_option("default.jsonl")
@click.option("--part", type=click.Choice(list(PARTS)), help="Just these rows and the first.")
@click.option("--only", multiple=True, type=click.Choice(list(ROWS)), help="Just these rows.")
@click.option(
    "--seeds",
    type=click.IntRange(1, len(SEEDS)),
    default=len(SEEDS),
    show_default=True,
    help="How many seeds.",
)
def main(kept: Path, part: str | None, only: tuple[str, ...], seeds: int) -> None:
    """Train every variant with every seed, and print the table."""
    names = only or ((BASE, *PARTS[part]) if part else tuple(ROWS))
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for seed in SEEDS[:seeds]:
        for name in names:
            changes, options = ROWS[name]
            trial: Trial = (name, {"steps": STEPS, **options}, seed)
            with shaped(changes):
                found[name] += results([trial], kept)
    # of one seed alone nobody knows what is chance
    compared = COMPARED if seeds > 1 else ()
    rows = [
        [
            name,
            *means(own, [*SHOWN, "processor_seconds"]),
            *_changes(own, found.get(BASE, []), compared),
        ]
        for name, own in found.items()
    ]
    columns = [*SHOWN.values(), "processor s", *(f"{SHOWN[key]}, change" for key in compared)]
    click.echo(table(["", *columns], rows))


def _changes(
    own: list[dict[str, Any]], first: list[dict[str, Any]], keys: tuple[str, ...]
) -> list[str]:
    if own is first or not first:
        return ["" for _ in keys]
    return [difference(*([one[key] for one in each] for each in (own, first))) for key in keys]


if __name__ == "__main__":
    main()
