"""All the evidence about one generator: what is drawn for its parts."""

import numpy as np
import pytest

from wgan.evaluation import evidence
from wgan.evaluation.evidence import Data, quality_of
from wgan.evaluation.settings import Settings


def test_labels_stay_with_their_images_where_some_are_drawn(rng, monkeypatch):
    """Three classes, each bright elsewhere, in shuffled order; fewer are measured than there are."""
    monkeypatch.setattr(evidence, "TRAINED_ON", 90)

    def some(count):
        labels = rng.integers(0, 3, count)
        images = rng.integers(0, 80, (count, 8, 8, 1)).astype(np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[2 * label : 2 * label + 3] += 150
        return images, labels

    made, train, test = some(200), some(300), some(250)
    data = Data(*made, train, test, ["a", "b", "c"])
    found = quality_of(data, Settings.of({"images": 60})).details()["classes"]
    assert found["agreement"] == found["real_agreement"] == 1


def test_equal_real_images_do_not_make_generated_ones_look_false(rng, pictures):
    """Each test image twice, as where an archive holds its tree twice: a perfect model stays one."""

    def found(train, test):
        none = np.full(len(made), -1)
        data = Data(
            made, none, (train, np.full(len(train), -1)), (test, np.full(len(test), -1)), []
        )
        return quality_of(data, Settings.of({"images": 300}))

    made, train, test = (pictures(rng, count) for count in (250, 400, 150))
    once, twice = found(train, test), found(np.repeat(train, 2, 0), np.repeat(test, 2, 0))
    assert once.count == twice.count == 150
    accuracy = twice.measured("two_sample").generated["accuracy"]
    assert accuracy == pytest.approx(0.5, abs=0.1)
    assert twice.measured("diversity").extra["diversity"]["real"] > 5
