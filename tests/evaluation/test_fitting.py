"""One step towards another image, from a place near it."""

import cv2
import numpy as np
import pytest

from wgan.evaluation.fitting import fitted
from wgan.evaluation.grid import Grid, Place, Placing
from wgan.evaluation.sampled import STILL

HERE = Place(STILL, STILL, mirror=False)


@pytest.fixture
def grid():
    return Grid(32, 32, 14, [STILL])


@pytest.fixture
def soft(rng, pictures):
    """Pictures of 32x32 without sharp edges."""
    large = [
        cv2.resize(image, (32, 32), interpolation=cv2.INTER_CUBIC)
        for image in pictures(rng, 12)[..., 0]
    ]
    return np.stack([cv2.GaussianBlur(image, (0, 0), 1.0) for image in large])[..., None]


def moved(images, angle=0.0, scale=1.0, right=0.0, down=0.0):
    matrix = cv2.getRotationMatrix2D((15.5, 15.5), angle, scale)
    matrix[:, 2] += [right, down]
    flags, border = cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    return np.stack(
        [
            cv2.warpAffine(image, matrix, (32, 32), flags=flags, borderMode=border)
            for image in images
        ]
    )[..., None]


def gap(grid, images, target):
    return np.linalg.norm(grid.features(images) - target, axis=1)


@pytest.mark.parametrize(
    "change",
    [{"right": 1.0}, {"down": -1.0}, {"angle": 4.0}, {"scale": 1.05}, {"right": 0.7, "down": 0.7, "angle": -3.0, "scale": 0.96}],
    ids=["right", "up", "turn", "growth", "all"],
)  # fmt: skip
def test_a_moved_image_is_moved_back(grid, soft, change):
    target = grid.features(soft)
    away = moved(soft, **change)
    back = fitted(away, [HERE] * len(soft), target, grid)
    assert np.median(gap(grid, back, target) / gap(grid, away, target)) < 0.4


def test_what_fits_stays(grid, soft):
    back = fitted(soft, [HERE] * len(soft), grid.features(soft), grid)
    assert np.abs(back.astype(int) - soft).mean() < 1


def test_the_step_starts_from_the_place(grid, soft):
    """Mirrored and larger by a tenth, as the place says, less a rest for the step to find."""
    target = grid.features(soft)
    large = Placing(scale=1.1)
    away = moved(soft, scale=1.12)[:, :, ::-1]
    start = Place(large, large, mirror=True)
    back = fitted(away, [start] * len(soft), target, grid)
    assert np.median(gap(grid, back, target)) < 0.25 * np.median(
        gap(grid, moved(soft, scale=1.12), target)
    )


def test_blank_images_and_odd_sizes_do(rng):
    grid = Grid(9, 30, 14, [STILL])
    images = np.concatenate(
        [np.full((2, 9, 30, 3), 200, np.uint8), rng.integers(0, 256, (2, 9, 30, 3), dtype=np.uint8)]
    )
    back = fitted(images, [HERE] * 4, grid.features(images), grid)
    assert back.shape == images.shape
    assert (back[:2] == 200).all()


def test_an_oblong_is_moved_back(rng, pictures):
    wide = np.concatenate([pictures(rng, 12), pictures(rng, 12)], axis=2)
    grid = Grid(16, 32, 14, [STILL])
    target = grid.features(wide)
    away = np.roll(wide, 1, axis=2)
    back = fitted(away, [HERE] * len(wide), target, grid)
    assert np.median(gap(grid, back, target) / gap(grid, away, target)) < 0.6


def test_a_step_is_bounded(rng, grid, soft):
    """A target that has nothing in common must not throw the image out of its frame."""
    target = rng.normal(size=grid.features(soft).shape).astype(np.float32)
    back = fitted(soft, [HERE] * len(soft), target, grid).astype(int)
    ways = (-2.3, 0, 2.3)
    near = [moved(soft, right=x, down=y).astype(int) for x in ways for y in ways]
    apart = np.min([np.abs(back - one).mean(axis=(1, 2, 3)) for one in near], axis=0)
    assert (apart < soft.std(axis=(1, 2, 3))).all()


def test_stripes_along_which_nothing_changes_are_no_trap(rng, grid):
    stripes = np.repeat(rng.integers(0, 256, (3, 32, 1, 1), dtype=np.uint8), 32, axis=2)
    back = fitted(stripes, [HERE] * 3, grid.features(stripes), grid)
    assert np.abs(back.astype(int) - stripes).mean() < 12
