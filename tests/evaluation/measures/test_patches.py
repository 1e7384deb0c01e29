import numpy as np
import pytest

from wgan.evaluation.measures.patches import patch_distance, pyramid, sliced_wasserstein


def test_sliced_distance_of_a_shift_is_the_mean_of_its_projections(rng):
    points = rng.normal(size=(50, 4)).astype(np.float32)
    shift = np.array([3, 0, 0, 0], dtype=np.float32)
    moved = sliced_wasserstein(points, points + shift, np.random.default_rng(0))
    directions = np.random.default_rng(0).standard_normal((4, 128)).astype(np.float32)
    expected = np.abs(shift @ (directions / np.linalg.norm(directions, axis=0))).mean()
    assert moved == pytest.approx(expected, rel=1e-4)


def test_patches_are_at_no_distance_from_themselves_and_far_from_a_blur(rng, blobs):
    images = rng.integers(0, 256, (60, 36, 36, 3), dtype=np.uint8)
    assert patch_distance(images, images, 0) == 0
    others = rng.integers(0, 256, (60, 36, 36, 3), dtype=np.uint8)
    dark = images // 2
    assert patch_distance(dark, images, 0) > 5 * patch_distance(others, images, 0)
    assert patch_distance(blobs(rng, 9), blobs(rng, 9), 0) > 0


def test_the_pyramid_adds_up_to_the_image(rng):
    import cv2

    images = rng.integers(0, 256, (2, 64, 64, 1), dtype=np.uint8)
    levels = pyramid(images)
    assert [level.shape[1] for level in levels] == [64, 32, 16]
    rebuilt = levels[-1]
    for detail in levels[-2::-1]:
        rebuilt = detail + np.stack([cv2.pyrUp(image) for image in rebuilt])[..., None]
    np.testing.assert_allclose(rebuilt, images, atol=1e-3)
    assert len(pyramid(images[:, :28, :28])) == 1
