"""How often a trend is seen where there is none, in autocorrelated noise.

python -m benchmarks.evaluation.trend [RUNS]
"""

import sys

import numpy as np
from scipy.signal import lfilter
from scipy.stats import theilslopes

from wgan.evaluation.slope import BLOCKS, tail_slope


def main(runs: int = 1000) -> None:
    """Print rates at which an interval of 95 % misses 0: on rows, on blocks, and as used."""
    print(f"{runs} runs each; should be 5 %")
    print(f"{'noise':>8s} {'rows':>5s} {'row by row':>11s} {'blocks':>7s} {'as used':>8s}")
    for correlation in (0.0, 0.5, 0.9, 0.97):
        for rows in (60, 400, 1500):
            rng = np.random.default_rng(0)
            missed = np.array([_missed(rng, correlation, rows) for _ in range(runs)])
            print(
                f"AR({correlation:.2f}) {rows:5d} {missed[:, 0].mean():11.1%} "
                f"{missed[:, 1].mean():7.1%} {missed[:, 2].mean():8.1%}",
                flush=True,
            )


def _missed(rng: np.random.Generator, correlation: float, rows: int) -> tuple[bool, bool, bool]:
    noise = lfilter([1], [1, -correlation], rng.normal(size=rows + 200))[200:]
    step = np.arange(float(rows))
    blocks = [
        np.array([part.mean() for part in np.array_split(values, BLOCKS)])
        for values in (noise, step)
    ]
    used = tail_slope(step, noise)
    assert used is not None
    # the rows themselves by least squares: Theil and Sen's line takes all pairs of rows
    slope, error = _least_squares(step, noise)
    _, _, low, high = theilslopes(*blocks)
    return (
        abs(slope) > 1.96 * error,
        not low <= 0 <= high,
        not used.low <= 0 <= used.high,
    )


def _least_squares(
    x: "np.typing.NDArray[np.float64]", y: "np.typing.NDArray[np.float64]"
) -> tuple[float, float]:
    centred = x - x.mean()
    slope = float(centred @ y / (centred @ centred))
    rest = y - y.mean() - slope * centred
    return slope, float(np.sqrt(rest @ rest / (len(x) - 2) / (centred @ centred)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
