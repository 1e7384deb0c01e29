"""The Fréchet distance between the looks of generated and of unseen images."""

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr, svdvals

from wgan.evaluation.features import appearance
from wgan.evaluation.measure import Measure, Measured, Quantity
from wgan.evaluation.sets import Sets

Array = npt.NDArray[np.float64]


def frechet(left: Array, right: Array) -> float:
    """Squared 2-Wasserstein distance between the normal distributions that fit points (n, d), (m, d).

    Dowson and Landau 1982; NaN for fewer than two points. |A - B|^2 + tr(C + D - 2 (C D)^(1/2)).
    """
    if min(len(left), len(right)) < 2:
        return float("nan")
    means = [points.mean(axis=0) for points in (left, right)]
    # C = R'R and D = S'S: the trace of the root is the sum of the singular values of R S'
    roots = [
        qr((points - mean) / np.sqrt(len(points) - 1), mode="economic")[1]
        for points, mean in zip((left, right), means, strict=True)
    ]
    common = svdvals(roots[0] @ roots[1].T).sum()
    spread = sum(np.square(root).sum() for root in roots)
    return max(0.0, float(np.square(means[0] - means[1]).sum() + spread - 2 * common))


def _measure(sets: Sets) -> Measured:
    look = appearance(sets.unseen)  # favours neither of the other sets
    made, real, unseen = map(look, (sets.generated, sets.train, sets.unseen))
    return Measured({"distance": frechet(made, unseen)}, {"distance": frechet(real, unseen)})


MEASURE = Measure(
    name="frechet",
    measure=_measure,
    place=45,
    quantities=(
        Quantity(
            "distance",
            row="Fréchet distance of pixels and edges",
            reading="the right number is what chance makes; not FID, whose network takes no part",
        ),
    ),
)
