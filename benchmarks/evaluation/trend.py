"""What is said of histories whose truth is known, and how often a trend is seen where there is none.

python -m benchmarks.evaluation.trend [--runs RUNS]
"""

from collections import Counter

import click
import numpy as np
from scipy.stats import linregress

from benchmarks.evaluation.histories import CASES, ROWS, Case, autoregressive, history
from wgan.evaluation.settings import TrendSettings
from wgan.evaluation.slope import tail_slope
from wgan.evaluation.trend import trend
from wgan.verdicts import TrendVerdict

TRENDS = (TrendVerdict.IMPROVING, TrendVerdict.UNRELIABLE)


@click.command()
@click.option(
    "--runs", type=click.IntRange(1), default=300, show_default=True, help="Of each kind."
)
def main(runs: int) -> None:
    """Print verdicts on each kind of history, then rates at which an interval of 95 % misses 0."""
    print(f"{runs} runs each of {ROWS} rows\n")
    print("| history | right verdict | given | false trends | others |")
    print("|---|---|---:|---:|---|")
    for case in CASES:
        print(row(case, runs), flush=True)
    print(f"\n{runs} runs each; should be 5 %")
    print(f"{'noise':>8s} {'rows':>5s} {'row by row':>11s} {'as used':>8s}")
    for correlation in (0.0, 0.5, 0.9, 0.97):
        for rows in (40, 60, 400):
            rng = np.random.default_rng(0)
            missed = np.array([_missed(rng, correlation, rows) for _ in range(runs)])
            print(
                f"AR({correlation:.2f}) {rows:5d} {missed[:, 0].mean():11.1%} "
                f"{missed[:, 1].mean():8.1%}",
                flush=True,
            )


def row(case: Case, runs: int) -> str:
    """A line of the table: how often the right verdict was given, and which others were."""
    rng = np.random.default_rng(0)
    given = Counter(trend(history(case, rng), None, TrendSettings()).verdict for _ in range(runs))
    false = sum(given[each] for each in TRENDS if each != case.right) / runs
    others = ", ".join(
        f"{verdict} {count / runs:.0%}"
        for verdict, count in given.most_common()
        if verdict != case.right
    )
    share = f"{given[TrendVerdict(case.right)] / runs:.0%}" if case.right else "–"
    return f"| {case.name} | {case.right or 'no trend'} | {share} | {false:.1%} | {others} |"


def _missed(rng: np.random.Generator, correlation: float, rows: int) -> tuple[bool, bool]:
    noise = autoregressive(rng, rows, correlation)
    step = np.arange(float(rows))
    used = tail_slope(step, noise)
    assert used is not None
    plain = linregress(step, noise)
    return abs(plain.slope) > 1.96 * plain.stderr, used.sure


if __name__ == "__main__":
    main()
