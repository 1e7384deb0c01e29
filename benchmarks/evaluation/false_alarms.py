"""How often an honest model is called copying, over simulated ones.

    python -m benchmarks.evaluation.false_alarms [RUNS]

Every run splits the digits anew into training, unseen and "generated" images, so that nothing was
copied. Four models: perfect, noisy, blurred, and one that repeats each of its images five times.
"""

import sys
from collections import Counter

import numpy as np

from benchmarks.evaluation.sets import blur, noise, repeated, split
from wgan.evaluation.memorization import memorization
from wgan.evaluation.settings import CopyingSettings

TRAIN, UNSEEN, FRESH = 1000, 300, 300
SETTINGS = CopyingSettings()


def main(runs: int = 200) -> None:
    """Print one line per model."""
    models = {
        "perfect": lambda images, _: images,
        "noisy": noise,
        "blurred": lambda images, _: blur(images, 0.7),
        "each image five times": lambda images, _: repeated(images, len(images) // 5),
    }
    print(f"{runs} runs each; {TRAIN} training, {UNSEEN} unseen, {FRESH} generated images")
    print(
        f"{'model':24s} {'copying':>8s} {'flags':>6s} {'share p<.05':>12s} {'p<.01':>6s}  verdicts"
    )
    for name, model in models.items():
        verdicts: Counter[str] = Counter()
        flags, share_p = 0, []
        for seed in range(runs):
            rng = np.random.default_rng(seed)
            train, unseen, fresh = split(rng, TRAIN, UNSEEN, FRESH)
            result = memorization(model(fresh, rng), train, unseen, SETTINGS, seed)
            verdicts[result.verdict] += 1
            flags += bool(result.flagged)
            share_p.append(result.share.p)
        p = np.array(share_p)
        print(
            f"{name:24s} {verdicts['copying'] / runs:8.1%} {flags / runs:6.1%} "
            f"{np.mean(p < 0.05):12.1%} {np.mean(p < 0.01):6.1%}  {dict(sorted(verdicts.items()))}",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
