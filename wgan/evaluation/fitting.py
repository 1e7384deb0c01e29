"""Images moved so that they lie as well as they can on others."""

import cv2
import numpy as np
import numpy.typing as npt

from wgan.evaluation.grid import Grid, Place, Real
from wgan.evaluation.warping import warped
from wgan.images import Bytes

Doubles = npt.NDArray[np.float64]
MOST_TURN, MOST_GROWTH = 0.15, 0.1
"""Radians and share that one step may add; beyond, derivatives tell nothing."""
RIDGE = 1e-3
"""Of a direction's squared norm, so that directions that coincide share what they explain."""


def fitted(images: Bytes, places: list[Place], targets: Real, grid: Grid) -> Bytes:
    """Move each of (m, H, W, C) images from its place by one Gauss-Newton step to its target.

    `targets` (m, D) are features of other images on the `grid`, whose first placing is unmoved. The movements are
    shifts of up to a step of the grid, turns and growth.
    """
    height, width = images.shape[1:3]
    steps = np.array([width, height]) / grid.sizes[::-1]
    middle = np.array([width - 1, height - 1]) / 2
    sides = [
        image[:, ::-1] if place.mirror else image
        for image, place in zip(images, places, strict=True)
    ]
    linear = np.array([np.diag([place.right.scale, place.down.scale]) for place in places])
    shift = np.array([[place.right.shift, place.down.shift] for place in places]) * steps
    placed = _moved(sides, linear, shift, middle)
    by, turn, growth = _step(grid.directions(placed), targets, steps)
    more = np.stack(
        [np.stack([1 + growth, -turn], axis=1), np.stack([turn, 1 + growth], axis=1)], axis=1
    )
    return _moved(sides, linear @ more, shift + np.squeeze(linear @ by[:, :, None], axis=2), middle)


def _step(directions: Real, targets: Real, steps: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Shifts (m, 2) in pixels, turns (m,) and growth (m,) that explain the targets best."""
    size = np.maximum(np.linalg.norm(directions, axis=2), 1e-6)
    units = directions / size[:, :, None]
    products = units @ np.swapaxes(units, 1, 2) + RIDGE * np.eye(units.shape[1])
    shares = np.linalg.solve(products, units @ targets[:, :, None])[:, :, 0] / size
    image = np.where(np.abs(shares[:, :1]) < 1e-9, 1e-9, shares[:, :1])
    by_x, by_y, turn, growth, _ = (shares[:, 1:] / image).T
    by = np.clip(np.stack([by_x, by_y], axis=1), -steps, steps)
    return by, np.clip(turn, -MOST_TURN, MOST_TURN), np.clip(growth, -MOST_GROWTH, MOST_GROWTH)


def _moved(images: list[Bytes], linear: Doubles, shift: Doubles, middle: Doubles) -> Bytes:
    """Look at each image where (m, 2, 2) about the middle and (m, 2) say."""
    shift = middle - np.squeeze(linear @ middle[:, None], axis=2) + shift
    matrices = np.concatenate([linear, shift[:, :, None]], axis=2)
    return warped(images, matrices, cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
