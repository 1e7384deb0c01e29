"""The reader of labels, on faces of two plain colours."""

import numpy as np
from click.testing import CliRunner

from benchmarks.recipes.hair import main, read_right, reader
from wgan.images import to_float


def faces(labels, seed):
    """Dark below, and above light where the label is 1, (N, 32, 32, 3), with noise."""
    noise = np.random.default_rng(seed).integers(0, 40, (len(labels), 32, 32, 3), np.uint8)
    noise[labels == 1, :10] += 150
    return noise


def test_reads_what_is_there_and_says_what_is_not():
    labels = np.repeat([0, 1], [90, 10])
    machine = reader(faces(labels, 0), labels)
    assert read_right(machine, faces(labels, 1), labels) == {0: 1.0, 1: 1.0}
    assert read_right(machine, faces(np.zeros(100, int), 2), labels) == {0: 1.0, 1: 0.0}


def test_the_table_has_unseen_images_beside_generated_ones(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    labels = np.repeat([0, 1], [30, 30])
    for folder in ("data/prepared", "samples"):
        (tmp_path / folder).mkdir(parents=True)
    for seed, name in enumerate(("train", "test")):
        np.save(f"data/prepared/{name}_images.npy", to_float(faces(labels, seed)))
        np.save(f"data/prepared/{name}_labels.npy", labels)
    np.save("samples/images.npy", faces(np.zeros(60, int), 3))
    np.save("samples/labels.npy", labels)
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 0, result.output
    assert "| generated | 100.0% | 0.0% | 50.0% |" in result.output
    assert "| real, unseen | 100.0% | 100.0% | 100.0% |" in result.output
