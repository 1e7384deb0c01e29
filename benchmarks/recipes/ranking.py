"""Whether what the critic says ranks runs as their images do: `python -m benchmarks.recipes.ranking`.

The default's networks, trained with more or fewer critic updates or by clipping, on data/prepared (run
`dvc repro prepare` first), over three seeds. The estimate is a difference of scores; the distance is
that over the critic's slope, and in pixels. What is finished stands in --kept.
"""

from pathlib import Path

import click
from scipy.stats import spearmanr

from benchmarks.common.tables import table
from benchmarks.recipes.details import CLIPPED, PLAIN
from benchmarks.recipes.trials import SEEDS, Trial, kept_option, means, results

SETTINGS: dict[str, dict[str, object]] = {
    "n_critic 1": {"n_critic": 1},
    "n_critic 3": {"n_critic": 3},
    "n_critic 5": {},
    "n_critic 5, weights clipped": CLIPPED,
}
SHOWN = {
    "w1_ratio": "W1 ratio",
    "coverage": "coverage",
    "wasserstein_estimate": "estimate",
    "distance": "distance",
}


@click.command()
@kept_option("ranking.jsonl")
def main(kept: Path) -> None:
    """Train every setting with every seed; print the table, and how the orders agree."""
    trials: list[Trial] = [
        (name, PLAIN | changes, seed) for seed in SEEDS for name, changes in SETTINGS.items()
    ]
    found = list(results(trials, kept))
    rows = [
        [name, *means((each for each in found if each["name"] == name), SHOWN)] for name in SETTINGS
    ]
    click.echo(table(["", *SHOWN.values()], rows))
    quality = [each["w1_ratio"] for each in found]
    for key in ("wasserstein_estimate", "distance"):
        said = spearmanr(quality, [each[key] for each in found])
        click.echo(
            f"{SHOWN[key]} and W1 ratio over all {len(found)} runs: rank correlation "
            f"{said.statistic:+.2f} (1: the same order; p = {said.pvalue:.2g})"
        )


if __name__ == "__main__":
    main()
