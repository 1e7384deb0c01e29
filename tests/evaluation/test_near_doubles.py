"""Pictures compressed or resized again are near doubles; other pictures, however plain, are not."""

import cv2
import numpy as np

from wgan.data.sources.mnist_5k import _table
from wgan.evaluation.near_doubles import near_doubles
from wgan.evaluation.neighbours import nearest

DIGITS = np.random.default_rng(0).permutation(_table())[:, :-1].reshape(-1, 28, 28, 1)
TRAIN, OTHERS = DIGITS[:1500], DIGITS[1500:1700]


def again(image: np.ndarray) -> np.ndarray:
    """As a JPEG of quality 80, and back."""
    packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)[..., None]


def resized(image: np.ndarray) -> np.ndarray:
    large = cv2.resize(image, (40, 40), interpolation=cv2.INTER_CUBIC)
    return cv2.resize(large, (28, 28), interpolation=cv2.INTER_AREA)[..., None]


def count(images: np.ndarray) -> int:
    return near_doubles(nearest(images, TRAIN, 50), 2).count


def test_compressed_and_resized_pictures() -> None:
    assert count(OTHERS) <= 1
    for change in (again, resized):
        changed = np.stack([change(image) for image in TRAIN[:100]])
        assert count(np.concatenate([changed, OTHERS])) >= 95


def test_blank_pages_are_no_doubles_of_each_other() -> None:
    blank = np.zeros((300, 8, 8, 1), np.uint8)
    assert near_doubles(nearest(blank[:20], blank, 50), 2).count == 0
    assert near_doubles(nearest(TRAIN[:3], TRAIN, 50), 2).details() == {
        "count": 3,
        "test_images": 3,
    }
