"""The columns of history.csv, and what they mean; training writes them, evaluation reads them."""

import numpy as np
import numpy.typing as npt

STEP = "step"
"""Generator updates so far; rises from row to row."""

MEASURED = {
    "critic_loss": "what the critic minimized, the penalty included; mean over its updates",
    "gradient_penalty": "its part that keeps the critic Lipschitz; mean over its updates",
    "generator_loss": "what the generator minimized",
    "real_score": "mean score of training images in the last critic update",
    "fake_score": "mean score of generated images in the last critic update",
    "validation_score": "mean score of as many validation images of the same classes, by the same critic",
}
"""What a step measures, in the order of a row, which holds means over the steps since the row before.

A penalty that is taken at every k-th update counts k times there and 0 elsewhere, so the mean of a
row whose updates are a multiple of k is that of the penalty over the updates that had one.

The difference of two scores means something, one alone doesn't: the critic's level drifts. Where updates
alternate, real and validation images are scored by the critic before its update by real images, generated ones after it.
"""

ESTIMATES_DISTANCE = "estimates_distance"
"""1 in every row if the loss makes score gaps estimate the Wasserstein distance, up to the critic's
slope; else 0, and there are no ESTIMATES."""

ESTIMATES = {
    "wasserstein": "mean score of training images less that of generated ones; over all critic updates",
    "validation_wasserstein": "the same of validation images: less what these score below training images",
}
"""Estimates of the distance, without any penalty: the scores of all updates make them less noisy than a difference of
single columns. What is lost on validation images, real_score less validation_score, is by the critic of the last
update of each step."""

AT_CANDIDATES = {
    "gradient_norm": "mean norm of the critic's gradient between validation and generated images",
    "distance": "validation_wasserstein over gradient_norm",
}
"""In the first row from each candidate on and in the last row, the norm on up to 500 validation images and as many
generated ones; empty elsewhere, and no columns without ESTIMATES. The gap is that of the row: a generator that has
just moved is better by a critic that has not answered yet than it is.

A score gap is a distance times the critic's slope; over the slope it is a distance between images, Euclidean, with
pixels in [-1, 1], whatever holds the slope. It compares the rows of one run: between runs it ranked the wrong way round
(docs/experiments.md), as each critic finds another part of the distance.
"""


def over(gap: float, gradient_norm: float) -> float:
    """A gap of scores as a distance; NaN where the critic's slope was not measured, or is 0."""
    return gap / gradient_norm if gradient_norm > 0 else float("nan")


def final_distance(
    gap: npt.NDArray[np.float64],
    gradient_norm: npt.NDArray[np.float64],
    rows: npt.NDArray[np.bool_],
) -> float:
    """The distance at the end of a run: the gap of the last of the `rows` to go by, over the slope there.

    All are (n,). Where the slope was not measured in that row, the newest one counts; NaN without any.
    """
    among, known = np.flatnonzero(rows), np.flatnonzero(np.isfinite(gradient_norm))
    if not len(among) or not len(known):
        return float("nan")
    last = among[-1]
    return over(float(gap[last]), float(gradient_norm[last if last in known else known[-1]]))


def whole(step: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which rows, by their steps (n,), are means over as many steps as others: a last one over a few is mostly noise."""
    lengths = np.diff(step, prepend=0)
    found = np.ones(len(lengths), bool)
    if len(lengths) > 1:
        found[-1] = lengths[-1] > np.median(lengths[:-1]) / 2
    return found
