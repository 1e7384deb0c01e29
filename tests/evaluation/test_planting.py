"""Planted copies are altered as much as the docs say: weaker alterations would be found more easily."""

import cv2
import numpy as np
import pytest

from wgan.evaluation.neighbours import nearest
from wgan.evaluation.planting import (
    KINDS,
    blended,
    blurred,
    blurred_by_one,
    brighter,
    cropped,
    exact,
    inverted,
    mirrored,
    noisier,
    noisy,
    plant,
    scaled,
    shifted,
    shifted_by_half,
    shifted_by_two,
    turned,
)

COUNT = 40
SIDE = 65


@pytest.fixture(scope="module")
def bar():
    """A soft bright ellipse a little above and left of the middle, longer than high; equal images."""
    y, x = np.mgrid[:SIDE, :SIDE]
    soft = np.exp(-(((x - 28) / 9) ** 2 + ((y - 30) / 4) ** 2) / 2)
    return np.repeat(np.rint(200 * soft).astype(np.uint8)[None, ..., None], COUNT, axis=0)


def moments(images):
    """Middle (x, y), area and angle in degrees of what is bright in each image."""
    found = []
    for image in images[..., 0].astype(np.float32):
        each = cv2.moments(np.where(image > 40, image, 0))
        middle = each["m10"] / each["m00"], each["m01"] / each["m00"]
        angle = np.degrees(np.arctan2(2 * each["mu11"], each["mu20"] - each["mu02"]) / 2)
        found.append((*middle, float((image > 40).sum()), angle))
    return np.array(found)


def change(kind, images):
    rng = np.random.default_rng(1)
    return moments(kind(images, rng)) - moments(images)


@pytest.mark.parametrize(("kind", "by"), [(shifted, 1), (shifted_by_two, 2)])
def test_shifts_are_of_whole_pixels_in_four_directions(bar, kind, by):
    moved = change(kind, bar)[:, :2]
    assert {tuple(each) for each in np.rint(moved).astype(int).tolist()} == {
        (by, 0), (-by, 0), (0, by), (0, -by),
    }  # fmt: skip


def test_half_shifts_are_of_half_a_pixel_both_ways(bar):
    np.testing.assert_allclose(np.abs(change(shifted_by_half, bar)[:, :2]), 0.5, atol=0.1)


def test_sizes(bar):
    area = moments(bar)[0, 2]
    assert moments(cropped(bar, np.random.default_rng(1)))[0, 2] / area == pytest.approx(
        1 / 0.81, rel=0.03
    )
    ratios = moments(scaled(bar, np.random.default_rng(1)))[:, 2] / area
    assert sorted(set(np.round(np.sqrt(ratios), 2))) == pytest.approx([0.95, 1.05], abs=0.011)


def test_turns_are_of_three_degrees(bar):
    found = change(turned, bar)[:, 3]
    assert np.median(np.abs(found)) == pytest.approx(3, abs=0.5)
    assert {1.0, -1.0} == set(np.sign(found))


@pytest.mark.parametrize(("kind", "width"), [(noisy, 10), (noisier, 20)])
def test_noise(kind, width):
    grey = np.full((9, 20, 20, 1), 128, np.uint8)
    assert kind(grey, np.random.default_rng(1)).std() == pytest.approx(width, rel=0.05)


@pytest.mark.parametrize(("kind", "width"), [(blurred, 0.5), (blurred_by_one, 1.0)])
def test_blurs(kind, width):
    """A point spreads to 1 / (2 pi width^2) of itself in the middle; 0.5 px is too narrow for that form."""
    point = np.zeros((1, 17, 17, 1), np.uint8)
    point[0, 8, 8] = 255
    kernel = cv2.getGaussianKernel(17, width).max() ** 2
    assert kind(point, np.random.default_rng(1))[0, 8, 8, 0] == pytest.approx(255 * kernel, abs=1)


def test_grey_levels_and_places(bar):
    rng = np.random.default_rng(1)
    assert brighter(bar, rng).max() == 220
    np.testing.assert_array_equal(inverted(bar, rng), 255 - bar)
    np.testing.assert_array_equal(mirrored(bar, rng), bar[:, :, ::-1])
    np.testing.assert_array_equal(exact(bar, rng), bar)
    two = np.stack([np.full((4, 4, 1), 200, np.uint8), np.zeros((4, 4, 1), np.uint8)])
    assert blended(two, rng)[:, 0, 0, 0].tolist() == [160, 40]


def test_planted_copies_are_near_their_sources(rng, blobs):
    train = blobs(rng, 30)
    copies, kinds = plant(train, 5, rng)
    assert len(copies) == len(kinds) == 5 * len(KINDS)
    assert kinds[: len(KINDS)] == list(KINDS)
    exact = nearest(copies[:: len(KINDS)], train, 1)
    assert (exact.distance == 0).all()
    noisy = np.abs(KINDS["noisy"](np.full((9, 8, 8, 1), 128, np.uint8), rng) - 128.0)
    assert noisy.mean() == pytest.approx(10 * np.sqrt(2 / np.pi), rel=0.1)
