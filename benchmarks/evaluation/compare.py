"""What this evaluation says of staged sets, beside three other measures of memorization.

    python -m benchmarks.evaluation.compare

C_T is the z of the Mann-Whitney test of Meehan et al. 2020, read as copying below -3. The raw
threshold counts images nearer to a training image than 95 % of unseen images, and reads twice as
many as copying. Authenticity (Alaa et al. 2022) is the share of images that are farther from
their nearest training image than that one is from its own nearest; it is printed beside that of
unseen real images, and read as copying where it is lower by a tenth.
"""

import click
import numpy as np

from benchmarks.evaluation.sets import SETS, split
from wgan.evaluation.memorization import memorization
from wgan.evaluation.neighbours import Neighbours, nearest, without_self
from wgan.evaluation.quality import quality
from wgan.evaluation.settings import CopyingSettings

TRAIN, UNSEEN, FRESH = 3000, 1000, 1000


@click.command()
def main() -> None:
    """Print one line per set."""
    rng = np.random.default_rng(0)
    train, unseen, fresh = split(rng, TRAIN, UNSEEN, FRESH)
    gaps = without_self(nearest(train, train, 2), np.arange(TRAIN)).distance[:, 0]
    real = nearest(unseen, train, 1)
    level = float(np.quantile(real.distance, 0.05))
    print(f"authenticity of unseen real images: {authenticity(real, gaps):.0%}")
    print(
        f"{'set':36s} {'this evaluation':24s} {'flags':>5s} {'C_T':>7s} {'':8s}"
        f"{'below 5 %':>9s} {'':8s}{'authentic':>9s} {'':8s} quality"
    )
    for name, make in SETS.items():
        images = make(fresh, train, np.random.default_rng(1))
        result = memorization(images, train, unseen, CopyingSettings())
        found = nearest(images, train, 1)
        below, authentic = float(np.mean(found.distance < level)), authenticity(found, gaps)
        good = quality(images, train[:FRESH], unseen, None, 0)
        print(
            f"{name:36s} {result.verdict:24s} {result.flagged:5d} {result.closeness.ct:7.1f} "
            f"{called(result.closeness.ct < -3):8s}{below:9.1%} {called(below > 0.1):8s}"
            f"{authentic:9.0%} {called(authentic < authenticity(real, gaps) - 0.1):8s} "
            f"{good.verdict}",
            flush=True,
        )


def authenticity(found: Neighbours, gaps: "np.typing.NDArray[np.float64]") -> float:
    """Share of images farther from their nearest training image than that is from its own."""
    return float(np.mean(found.distance[:, 0] > gaps[found.index[:, 0]]))


def called(copying: bool) -> str:
    """A mark for sets that a measure calls copies."""
    return "copying" if copying else ""


if __name__ == "__main__":
    main()
