"""Where images lie among their neighbours, whatever else tells them apart.

Around an image the others differ in few ways: of renders of one part, in the two angles of the view. Noise,
blur or artefacts lie across these ways. So images are compared along the principal directions of the neighbours
alone: a noisy copy keeps its source's place, and a new image has one of its own.
"""

import numpy as np

from wgan.evaluation.grid import Real

COMPANY = 10
"""Nearest references whose differences span the directions."""
DIRECTIONS = 6
"""As many as are compared along; more would let noise in."""
FLAT = 1e-6
"""Of the greatest variance, below which a direction is none."""


def local_distances(rests: Real) -> Real:
    """Measure from the origin (m, k) to references (m, k, D), nearest first, along their principal directions.

    `rests` are the references less what the image that is asked about explains of them, so that it lies at the
    origin itself.
    """
    company = rests[:, :COMPANY]
    spread = company - company.mean(axis=1, keepdims=True)
    variance, parts = np.linalg.eigh((spread @ np.swapaxes(spread, 1, 2)).astype(np.float64))
    variance, parts = variance[:, -DIRECTIONS:], parts[:, :, -DIRECTIONS:]
    scale = np.zeros_like(variance)
    real = variance > FLAT * np.maximum(variance[:, -1:], FLAT)
    scale[real] = 1 / np.sqrt(variance[real])
    along = (rests @ np.swapaxes(spread, 1, 2)) @ (parts * scale[:, None, :]).astype(np.float32)
    return np.asarray(np.sqrt(np.square(along).sum(axis=2)))
