"""What the report is made of, from a real evaluation of a handful of images."""

import numpy as np
import pytest

from wgan.evaluation.evidence import Data, evaluate
from wgan.evaluation.history import read_history
from wgan.evaluation.settings import CopyingSettings, Settings
from wgan.gan.record import history_table
from wgan.images import save_png

CLASSES = 3


def images(rng, count):
    """Noise in three shades, one for each class."""
    labels = np.arange(count) % CLASSES
    shade = (60 * labels).reshape(-1, 1, 1, 1)
    return (shade + rng.integers(0, 60, (count, 8, 8, 1))).astype(np.uint8), labels


@pytest.fixture(scope="session")
def evidence(tmp_path_factory):
    """Judge images with labels, after a training run of 60 rows."""
    rng = np.random.default_rng(0)
    scores = rng.normal(2, 0.1, 60)
    rows = [
        (step, -score, 0.0, 1.0, score, 0.0, score, score, 1.0)
        for step, score in enumerate(scores, 1)
    ]
    path = tmp_path_factory.mktemp("run") / "history.csv"
    history_table(rows, estimates_distance=True).to_csv(path, index=False)
    (generated, labels), train, test = (images(rng, count) for count in (120, 300, 120))
    data = Data(generated, labels, train, test, [f"class {i}" for i in range(CLASSES)])
    settings = Settings(copying=CopyingSettings(neighbours=10, calibration=200))
    return evaluate(data, read_history(path), settings)


@pytest.fixture
def details(evidence):
    """details.json, to be changed at will."""
    return evidence.details()


@pytest.fixture
def png(tmp_path):
    save_png(tmp_path / "a.png", np.zeros((4, 4, 1), np.uint8))
    return tmp_path / "a.png"
