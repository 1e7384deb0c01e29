"""Experiments that differ in one parameter and in their seeds: `python -m benchmarks.recipes.seeds train.n_critic`.

Reads the experiments of this repository, as `dvc exp run --queue -S PARAM=... -S train.seed=...` leaves
them, prints tables with intervals, and draws the curves over each other.
"""

import io
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import click
import dvc.api  # type: ignore[import-untyped]
import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.common.pictures import shrink
from benchmarks.common.tables import table
from stages.support.paths import HISTORY

METRICS = {
    "quality.w1_ratio": "W1 ratio",
    "quality.c2st_accuracy": "two-sample accuracy",
    "quality.coverage": "coverage",
    "trend.w_final": "Wasserstein estimate",
}
"""Keys of the metrics, and what the tables call them."""
RANKED = "quality.w1_ratio"
"""The one that differences are told of: less is better."""
COLORS = ("#12436d", "#d9751e", "#28a197", "#801650", "#3d3d3d")

Groups = Mapping[Any, pd.DataFrame]
"""The experiments, a row each, by the value of the parameter."""


@click.command()
@click.argument("param")
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="PNG file for the curves of all runs.",
)
@click.option(
    "--where",
    multiple=True,
    metavar="KEY=VALUE",
    help="Only experiments with this value, such as train.precision=float32; may be repeated.",
)
def main(param: str, picture: Path | None, where: tuple[str, ...]) -> None:
    """Compare the values of PARAM, such as train.n_critic, over the seeds they were run with."""
    found = pd.DataFrame([row for row in dvc.api.exp_show() if row["Experiment"]])
    for condition in where:
        key, _, value = condition.partition("=")
        if key not in found:
            raise click.ClickException(f"--where: the experiments have no {key}")
        found = found[found[key].map(_name) == value]
    if param not in found or found[param].nunique() < 2:
        raise click.ClickException(f"no two experiments here differ in {param}")
    for key in found.columns[found.columns.str.startswith("train.")]:
        if key not in {param, "train.seed"} and len(found[key].astype(str).unique()) > 1:
            raise click.ClickException(f"they differ in {key}, too: choose one with --where")
    groups = {value: rows.sort_values("train.seed") for value, rows in found.groupby(param)}
    click.echo(spread(param, groups) + "\n")
    click.echo(differences(param, groups))
    if picture:
        draw(picture, param, groups)


def spread(param: str, groups: Groups) -> str:
    """Mean, 95 % interval of the mean (Student's t) and every seed's value of each metric."""
    rows = []
    for value, runs in groups.items():
        cells = [_mean(runs[column].to_numpy(float)) for column in METRICS]
        rows.append([_name(value), str(len(runs)), *cells])
    return table([param, "seeds", *METRICS.values()], rows)


def differences(param: str, groups: Groups) -> str:
    """Every pair of values, with intervals that hold for all pairs together (Tukey's)."""
    values = list(groups)
    interval = stats.tukey_hsd(
        *(groups[value][RANKED].to_numpy(float) for value in values)
    ).confidence_interval(0.95)
    rows = []
    for i, j in combinations(range(len(values)), 2):
        low, high = interval.low[i, j], interval.high[i, j]
        first, second = _name(values[i]), _name(values[j])
        told = "unclear" if low <= 0 <= high else f"{first if high < 0 else second} is better"
        rows.append([f"{first} less {second}", f"{low:+.3f} to {high:+.3f}", told])
    return table([param, f"{METRICS[RANKED]}, 95 %", ""], rows)


def draw(picture: Path, param: str, groups: Groups) -> None:
    """Every run's curve, and the median of each value's seeds on top."""
    from wgan.report.style import figure, save, styled

    with styled():
        made = figure(3.2)
        axes = made.subplots()
        for (value, runs), color in zip(groups.items(), COLORS, strict=False):
            curves = [_curve(rev) for rev in runs["rev"]]
            for curve in curves:
                axes.plot(curve.index, curve, color=color, linewidth=0.7, alpha=0.6)
            middle = pd.concat(curves, axis=1).median(axis=1)
            axes.plot(middle.index, middle, color=color, label=f"{param} {_name(value)}")
        axes.set(xlabel="generator updates", ylabel="score of real minus generated", ylim=(0, None))
        axes.set_title("Wasserstein estimate, all seeds")
        axes.legend()
        picture.parent.mkdir(parents=True, exist_ok=True)
        save(made, picture)
    shrink(picture)


def _curve(rev: str) -> pd.Series:
    """The critic's estimate by step, without its first peak."""
    history = pd.read_csv(io.StringIO(dvc.api.read(str(HISTORY), rev=rev)), index_col="step")
    return history["wasserstein"].iloc[2:]


def _name(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _mean(values: Sequence[float] | np.ndarray) -> str:
    """Mean, half the width of its interval, and what it is the mean of."""
    half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values) if len(values) > 1 else np.nan
    each = ", ".join(f"{value:.3f}" for value in values)
    return f"{np.mean(values):.3f} ± {half:.3f} ({each})"


if __name__ == "__main__":
    main()
