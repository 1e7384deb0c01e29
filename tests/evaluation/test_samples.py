import numpy as np
import pytest

from wgan.errors import InputError
from wgan.evaluation.samples import read_samples


def save(tmp_path, images, labels):
    np.save(tmp_path / "images.npy", images)
    np.save(tmp_path / "labels.npy", labels)
    return tmp_path / "images.npy", tmp_path / "labels.npy"


GOOD = np.zeros((3, 4, 4, 1), np.uint8)


def test_reads_what_sample_writes(tmp_path):
    images, labels = read_samples(*save(tmp_path, GOOD, np.array([-1, 0, 1])), (4, 4, 1), 2)
    assert images.shape == GOOD.shape
    assert labels.dtype == np.int64


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (np.zeros((3, 4, 5, 1), np.uint8), np.zeros(3, int), "needed are one or more images"),
        (np.zeros((3, 4, 4, 1)), np.zeros(3, int), "float64"),
        (GOOD[:0], np.zeros(0, int), "needed are one or more images"),
        (GOOD, np.zeros(2, int), "an integer for each of 3"),
        (GOOD, np.zeros(3), "an integer for each of 3"),
        (GOOD, np.array([0, 1, 2]), "2 classes"),
        (GOOD, np.array([0, 1, -2]), "2 classes"),
    ],
)
def test_refuses_other_kinds_of_arrays(tmp_path, images, labels, message):
    with pytest.raises(InputError, match=message) as caught:
        read_samples(*save(tmp_path, images, labels), (4, 4, 1), 2)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_the_callers_matter(tmp_path):
    images, labels = save(tmp_path, GOOD, np.zeros(3, int))
    images.unlink()
    with pytest.raises(FileNotFoundError):
        read_samples(images, labels, (4, 4, 1), 2)


@pytest.mark.parametrize("damage", ["text", "empty", "cut", "pickle", "zip"])
def test_refuses_damaged_files(tmp_path, damage):
    images, labels = save(tmp_path, GOOD, np.zeros(3, int))
    if damage == "pickle":
        np.save(images, np.array([{}], dtype=object), allow_pickle=True)
    elif damage == "zip":
        with images.open("wb") as file:
            np.savez(file, a=GOOD, b=GOOD)
    else:
        whole = images.read_bytes()
        images.write_bytes({"text": b"hello", "empty": b"", "cut": whole[:-9]}[damage])
    with pytest.raises(InputError, match=r"images\.npy") as caught:
        read_samples(images, labels, (4, 4, 1), 2)
    assert "\n" not in str(caught.value)
