import cv2
import numpy as np
import pytest

from wgan.evaluation.measures.patches import MEASURE, discrepancy, patch_distance, pyramid
from wgan.evaluation.sets import Sets


def test_discrepancy_is_the_unbiased_distance_of_means(rng):
    left, right = rng.normal(size=(2, 5, 3))
    pairs = ~np.eye(5, dtype=bool)
    by_hand = ((left @ left.T)[pairs].mean() + (right @ right.T)[pairs].mean()) - 2 * (
        left @ right.T
    ).mean()
    assert discrepancy(left, right) == pytest.approx(by_hand)
    apart = np.array([0, 1]).reshape(2, 1, 1)
    found = [discrepancy(*(rng.normal(size=(2, 8, 3)) + apart)) for _ in range(3000)]
    assert np.mean(found) == pytest.approx(3, abs=0.1)
    assert np.isnan(discrepancy(left[:1], right))


def noise(rng, count, width=40):
    return np.clip(rng.normal(128, width, (count, 36, 36, 3)), 0, 255).astype(np.uint8)


def test_the_distance_does_not_grow_with_the_number_of_images(rng):
    """The expectation for the same fault is the same, and 0 for none."""
    usual = noise(rng, 60)
    found = {
        (width, count): np.mean(
            [
                patch_distance(noise(rng, count, width), noise(rng, count), usual, seed)
                for seed in range(8)
            ]
        )
        for width in (40, 60)
        for count in (20, 80)
    }
    assert abs(found[40, 20]) < 0.005 > abs(found[40, 80])
    assert found[60, 20] == pytest.approx(found[60, 80], rel=0.1)
    assert found[60, 80] > 0.01


def test_what_changes_texture_alone_is_seen(rng, blobs):
    real, usual = blobs(rng, 60), blobs(rng, 60)
    assert patch_distance(blobs(rng, 60), real, usual, 0) < 0.02
    assert patch_distance(real // 2, real, usual, 0) > 0.02
    blank = np.zeros_like(real)
    assert patch_distance(blank, blank, blank, 0) == pytest.approx(0, abs=1e-6)
    assert patch_distance(blank, real, usual, 0) > 0.2


def test_the_pyramid_adds_up_to_the_image(rng):
    images = rng.integers(0, 256, (2, 64, 64, 1), dtype=np.uint8)
    levels = pyramid(images)
    assert [level.shape[1] for level in levels] == [64, 32, 16]
    rebuilt = levels[-1]
    for detail in levels[-2::-1]:
        rebuilt = detail + np.stack([cv2.pyrUp(image) for image in rebuilt])[..., None]
    np.testing.assert_allclose(rebuilt, images, atol=1e-3)
    assert len(pyramid(images[:, :28, :28])) == 1


def test_the_level_that_differs_most_counts(rng):
    """A broad shading shows in the coarse level alone."""
    from scipy import ndimage

    real, usual, taught = rng.integers(120, 136, (3, 60, 36, 36, 1)).astype(np.uint8)
    field = ndimage.gaussian_filter(rng.normal(size=(60, 36, 36)), (0, 5, 5))
    shaded = np.clip(real + 60 * field[..., None], 0, 255).astype(np.uint8)
    assert patch_distance(shaded, usual, taught, 0) > 0.004
    assert patch_distance(real, usual, taught, 0) < 0.001


def test_generated_images_beside_all_unseen_ones_and_real_ones_beside_their_halves(rng, blobs):
    made, train, unseen = blobs(rng, 60) // 2, blobs(rng, 60), blobs(rng, 60)
    found = MEASURE.measure(Sets(made, train, unseen, None, 3))
    assert found.generated["distance"] == patch_distance(made, unseen, train, 3)
    assert found.real["distance"] == patch_distance(train, unseen[::2], unseen[1::2], 3)
