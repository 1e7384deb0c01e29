import numpy as np
import pytest

from wgan.gan.dataset import Split, batches
from wgan.gan.randomness import Stream

STREAM = Stream(0, "real")


@pytest.fixture
def split():
    """Image i is filled with i, and its label is i."""
    images = np.arange(50, dtype=np.float32)[:, None, None, None] * np.ones((2, 2, 1), np.float32)
    return Split(images, np.arange(50))


def test_images_keep_their_labels(split):
    images, labels = split.draw(STREAM, 0, (3, 7))
    assert images.shape == (3, 7, 2, 2, 1)
    assert labels.shape == (3, 7)
    np.testing.assert_array_equal(images[..., 0, 0, 0], labels)


def test_a_memory_map_gives_the_same_draws(split, tmp_path):
    np.save(tmp_path / "images.npy", split.images)
    mapped = Split(np.load(tmp_path / "images.npy", mmap_mode="r"), split.labels)
    for index in range(5):
        for one, other in zip(
            split.draw(STREAM, index, (4, 9)), mapped.draw(STREAM, index, (4, 9)), strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_a_part_is_read_alone(split):
    read = []

    class Recorder:
        shape = split.images.shape

        def __getitem__(self, chosen):
            read.extend(chosen)
            return split.images[chosen]

    whole = split.draw(STREAM, 0, (3, 8))
    images, labels = Split(Recorder(), split.labels).draw(STREAM, 0, (3, 8), slice(2, 4))
    np.testing.assert_array_equal(images, whole[0][:, 2:4])
    np.testing.assert_array_equal(labels, whole[1][:, 2:4])
    assert sorted(read) == sorted(labels.ravel())
    (batch, _), *_ = batches(split, STREAM, (3, 8), 0, 2, slice(2, 4))
    np.testing.assert_array_equal(batch, images)


def test_draws_are_uniform_with_replacement(split):
    _, labels = split.draw(STREAM, 0, (50_000,))
    counts = np.bincount(labels, minlength=50)
    # binomial(50000, 1/50): mean 1000, sd 31
    assert abs(counts - 1000).max() < 5 * 31


def test_batches_are_the_draws_in_turn_and_a_later_start_shifts_none(split):
    whole = [labels.tolist() for _, labels in batches(split, STREAM, (8,), 0, 5)]
    assert whole == [split.draw(STREAM, i, (8,))[1].tolist() for i in range(5)]
    assert [labels.tolist() for _, labels in batches(split, STREAM, (8,), 3, 5)] == whole[3:]
    assert list(batches(split, STREAM, (8,), 5, 5)) == []


def test_an_error_while_reading_ahead_is_raised(split):
    broken = Split(split.images[:10], split.labels)
    with pytest.raises(IndexError):
        list(batches(broken, STREAM, (50,), 0, 3))


def test_draws_like_others_are_of_their_classes():
    rng = np.random.default_rng(0)
    labels = np.array([2, 0, 1, 0, 2, 2])
    split = Split(np.arange(6, dtype=np.float32).reshape(6, 1, 1, 1), labels)
    wanted = rng.integers(0, 3, 600)
    images, drawn = split.draw_like(wanted, Stream(0, "x"), 3, len(wanted))
    np.testing.assert_array_equal(drawn, wanted)
    # a worker draws its own part of the same
    part = slice(100, 300)
    own, _ = split.draw_like(wanted[part], Stream(0, "x"), 3, 600, part)
    np.testing.assert_array_equal(own, images[part])
    np.testing.assert_array_equal(labels[images.ravel().astype(int)], wanted)
    # each image of a class as often as the others
    counts = np.bincount(images.ravel().astype(int), minlength=6)
    assert (counts[labels == 2] > 40).all()
    assert not np.array_equal(images, split.draw_like(wanted, Stream(0, "x"), 4, len(wanted))[0])
    # a class that is missing here, and images without labels: any will do
    assert len(set(split.draw_like(np.full(600, 7), Stream(0, "x"), 0, 600)[1].tolist())) == 3
    plain = Split(split.images, np.full(6, -1))
    assert len(np.unique(plain.draw_like(np.full(600, -1), Stream(0, "x"), 0, 600)[0])) == 6
