"""Which detail of the published systems mattered, and by how much: `python -m benchmarks.recipes.details`.

Each row changes one thing in the default, on data/prepared (run `dvc repro prepare` first), over three
seeds. What is finished stands in --kept; a stopped run goes on from there.
"""

from pathlib import Path

import click

from benchmarks.common.tables import table
from benchmarks.recipes.trials import SEEDS, Trial, difference, kept_option, means, results

STEPS = 400
PLAIN = {"width": 2, "steps": STEPS, "schedule": "constant", "penalty_every": 1, "ema_decay": 0.98}
"""What all rows share: short, and nothing that hides what a detail does."""
CLIPPED = {"loss": "wgan", "optimizer": "rmsprop", "learning_rate": 5e-4, "clip_value": 0.03}
DETAILS: dict[str, tuple[str | None, dict[str, object]]] = {
    "the default, penalty at every update": (None, {}),
    "penalty points from N(0, 1)": ("", {"penalty_points": "normal"}),
    "one real batch for all critic updates of a step": ("", {"real_batches": "shared"}),
    "fakes made in inference mode": ("", {"fakes": "inference"}),
    "batch normalization in the critic": ("", {"critic_norm": True}),
    "the same, real and generated apart": ("", {"critic_norm": True, "batching": "separate"}),
    "n_critic 1, the same arithmetic": ("", {"n_critic": 1, "steps": 1511}),
    "n_critic 2, the same arithmetic": ("", {"n_critic": 2, "steps": 892}),
    "weights clipped, all": ("", CLIPPED),
    "weights clipped, kernels alone": ("weights clipped, all", {**CLIPPED, "clip": "kernels"}),
}
"""What is changed, the row it is compared with (the first if empty), and the options."""
SHOWN = {
    "w1_ratio": "W1 ratio",
    "coverage": "coverage",
    "sure": "sure",
    "told_apart": "told apart",
}


@click.command()
@kept_option("details.jsonl")
@click.option("--only", multiple=True, type=click.Choice(list(DETAILS)), help="Just these rows.")
def main(kept: Path, only: tuple[str, ...]) -> None:
    """Train every variant with every seed, and print the table."""
    names = only or tuple(DETAILS)
    trials: list[Trial] = [
        (name, PLAIN | DETAILS[name][1], seed) for seed in SEEDS for name in names
    ]
    found = list(results(trials, kept))
    first = next(iter(DETAILS))
    rows = []
    for name in names:
        base = DETAILS[name][0]
        own = [each for each in found if each["name"] == name]
        other = [each for each in found if each["name"] == (base or first)]
        told = "" if base is None or not other else _apart(own, other)
        rows.append([name, *means(own, SHOWN), told, *means(own, ["processor_seconds"])])
    click.echo(table(["", *SHOWN.values(), "W1 ratio, change", "processor s"], rows))


def _apart(own: list[dict[str, float]], other: list[dict[str, float]]) -> str:
    return difference(*([each["w1_ratio"] for each in runs] for runs in (own, other)))


if __name__ == "__main__":
    main()
