"""How often the candidates hold the nearest image, and what the check for copies takes at full size.

python -m benchmarks.evaluation.search; how fast the search is: `python -m benchmarks --only search`.
"""

import time

import click
import numpy as np

from benchmarks.common.rounds import peak
from benchmarks.evaluation.sets import digits, enlarge
from wgan.evaluation.memorization import memorization
from wgan.evaluation.neighbours import nearest
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.tolerance import Tolerance, tolerant


@click.command()
def main() -> None:
    """Print both."""
    rng = np.random.default_rng(0)
    pool = digits()[0]
    queries, references = enlarge(pool, 2000, rng), enlarge(pool, 10000, rng)
    plain = nearest(queries, references, 50)
    exact, chosen = (
        tolerant(queries, references, plain, Tolerance(1), exhaustive=every)
        for every in (True, False)
    )
    agree = np.mean(exact.index[:, 0] == chosen.index[:, 0])
    print(f"the candidates hold the nearest in {agree:.1%}")
    train, unseen, generated = (enlarge(pool, count, rng) for count in (60000, 10000, 10000))
    start = time.perf_counter()
    result = memorization(generated, train, unseen, CopyingSettings())
    seconds = time.perf_counter() - start
    print(
        f"memorization, 10,000 x 60,000: {seconds:.1f} s, peak {peak() / 1024:.2f} GiB, {result.verdict}"
    )


if __name__ == "__main__":
    main()
