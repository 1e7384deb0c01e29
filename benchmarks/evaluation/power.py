"""How many planted copies are found, by kind and share.

python -m benchmarks.evaluation.power [--runs RUNS]
"""

from collections import defaultdict

import click
import numpy as np

from benchmarks.evaluation.sets import split, with_copies
from benchmarks.evaluation.verdicts import Court
from wgan.evaluation.planting import KINDS

TRAIN, UNSEEN, FRESH = 1500, 500, 500
SHARES = (0.01, 0.05)
Cells = dict[tuple[str, float], list[tuple[float, bool, int]]]


@click.command()
@click.option(
    "--runs", type=click.IntRange(1), default=20, show_default=True, help="Splits of the digits."
)
def main(runs: int) -> None:
    """Print, by kind, the copies found and the verdicts of copying, after every run."""
    cells: Cells = defaultdict(list)
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        train, unseen, fresh = split(rng, TRAIN, UNSEEN, FRESH)
        court = Court(train, unseen, FRESH, seed)
        honest = court.score(fresh)
        for kind in KINDS:
            images, most = with_copies(kind, max(SHARES), fresh, train, rng)
            copies = court.score(images[:most])
            for share in SHARES:
                count = round(share * FRESH)
                rows = np.arange(FRESH)
                ruling = court.rules(copies.part(rows[:count]).joined(honest.part(rows[count:])))
                found, flagged = float(ruling.flagged[:count].mean()), ruling.flagged
                cells[kind, share].append((found, ruling.copying, int(flagged[count:].sum())))
        if (seed + 1) % 5 == 0 or seed + 1 == runs:
            _report(cells, seed + 1)


def _report(cells: Cells, runs: int) -> None:
    print(f"{runs} runs each; {TRAIN} training, {UNSEEN} unseen, {FRESH} generated images")
    print("cells: copies found / runs called copying / other images flagged")
    print(f"{'kind':16s} " + " ".join(f"{share:>18.0%}" for share in SHARES))
    for kind in KINDS:
        means = [np.mean(cells[kind, share], axis=0) for share in SHARES]
        row = [f"{found:.0%} / {called:.0%} / {wrong:.1f}" for found, called, wrong in means]
        print(f"{kind:16s} " + " ".join(f"{cell:>18s}" for cell in row), flush=True)


if __name__ == "__main__":
    main()
