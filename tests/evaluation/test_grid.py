import numpy as np

from wgan.evaluation.grid import grey


def test_grey_is_the_mean_of_the_channels_rounded_as_numpy_does():
    level = np.arange(256, dtype=np.uint8)
    # every sum of three channels, and every way to round a third
    pixels = np.concatenate(
        [np.stack([level, level, np.minimum(level, 254) + d], 1) for d in (0, 1)]
    )
    images = np.concatenate([pixels, pixels[::-1]]).astype(np.uint8).reshape(16, 8, 8, 3)
    mean = np.rint(images.astype(np.float64).sum(axis=-1, keepdims=True) / 3)
    np.testing.assert_array_equal(grey(images), mean)
    assert grey(images).dtype == np.uint8


def test_a_grey_image_is_its_own():
    images = np.arange(256, dtype=np.uint8).reshape(4, 8, 8, 1)
    np.testing.assert_array_equal(grey(images), images)
