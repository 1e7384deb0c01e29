"""How many planted copies are found, by kind and share.

python -m benchmarks.evaluation.power [RUNS]
"""

import sys

import numpy as np

from benchmarks.evaluation.sets import split, with_copies
from wgan.evaluation.memorization import memorization
from wgan.evaluation.planting import KINDS
from wgan.evaluation.settings import CopyingSettings

TRAIN, UNSEEN, FRESH = 1500, 500, 500
SHARES = (0.004, 0.01, 0.02, 0.05, 0.1)


def main(runs: int = 10) -> None:
    """Print, by kind and tolerance, the copies found and the verdicts of copying."""
    print(f"{runs} runs each; {TRAIN} training, {UNSEEN} unseen, {FRESH} generated images")
    print("cells: copies found / runs called copying / other images flagged")
    print(f"{'kind':10s} {'shift':>5s} " + " ".join(f"{share:>17.1%}" for share in SHARES))
    for shift in (0, 1):
        settings = CopyingSettings(shift=shift)
        for kind in KINDS:
            cells = [_cell(kind, share, settings, runs) for share in SHARES]
            print(
                f"{kind:10s} {shift:5d} " + " ".join(f"{cell:>17s}" for cell in cells), flush=True
            )


def _cell(kind: str, share: float, settings: CopyingSettings, runs: int) -> str:
    found, called, wrong = [], [], []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        train, unseen, fresh = split(rng, TRAIN, UNSEEN, FRESH)
        images, count = with_copies(kind, share, fresh, train, rng)
        result = memorization(images, train, unseen, settings)
        found.append(result.ruling.flagged[:count].mean())
        wrong.append(result.ruling.flagged[count:].sum())
        called.append(result.verdict == "copying")
    return f"{np.mean(found):.0%} / {np.mean(called):.0%} / {np.mean(wrong):.1f}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
