"""What a network says of digits, with a network whose answers are known."""

import numpy as np
import pytest

from benchmarks.recipes.digits import opinion


class Plain:
    """Sees the class that the first pixel names, surely if the second is set; features are pixels."""

    def predict(self, images, batch_size, verbose):
        pixels = np.round((images.reshape(len(images), -1) + 1) * 127.5)
        logits = np.zeros((len(images), 10))
        logits[np.arange(len(images)), pixels[:, 0].astype(int)] = np.where(
            pixels[:, 1] > 0, 20, 0.1
        )
        return logits, pixels


def test_counts_sure_and_right_ones():
    images = np.zeros((8, 2, 2, 1), np.uint8)
    images[:, 0, 0, 0] = np.arange(8)
    images[:6, 0, 1, 0] = 1
    labels = np.array([0, 1, 2, 3, 9, 9, 9, 9])
    reference = images.reshape(8, 4).astype(float)
    found = opinion(Plain(), images, labels, reference)
    assert found["sure"] == 6 / 8
    assert found["as labelled"] == 4 / 8
    assert found["Fréchet"] == pytest.approx(0, abs=1e-6)
    assert opinion(Plain(), images, labels, reference + 3)["Fréchet"] == pytest.approx(4 * 9)
