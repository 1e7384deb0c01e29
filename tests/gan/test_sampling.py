"""Which latents and labels the images of a sample are made from."""

import keras
import numpy as np
import pytest

from wgan.gan.generate import generate
from wgan.gan.sampling import classes, overview, same_latents, samples, spread, walks
from wgan.images import MOST_CLASSES


def conditional(kind="normal"):
    """Of 2x2 images, latents of 3 numbers and 4 classes."""
    z, label = keras.Input((3,), name=f"{kind}_latents"), keras.Input((4,))
    both = keras.layers.Concatenate()([z, label])
    image = keras.layers.Reshape((2, 2, 1))(keras.layers.Dense(4, "tanh")(both))
    return keras.Model([z, label], image)


@pytest.fixture(scope="module")
def generator():
    keras.utils.set_random_seed(0)
    return conditional()


def test_samples_are_of_the_documented_latents(generator):
    made = samples(generator, 6, seed=3)
    assert made.labels.tolist() == [0, 1, 2, 3, 0, 1]
    z = np.random.default_rng(3).standard_normal((6, 3)).astype(np.float32)
    np.testing.assert_array_equal(made.images, generate(generator, z, made.labels))


def test_a_generator_of_uniform_latents_is_given_those():
    generator = conditional("uniform")
    made = samples(generator, 6, seed=3)
    z = np.random.default_rng(3).uniform(-1, 1, (6, 3)).astype(np.float32)
    np.testing.assert_array_equal(made.images, generate(generator, z, made.labels))


def test_a_walk_keeps_its_class_and_joins_its_own_latents(generator):
    rows = walks(generator, 3, rows=5, points=4).reshape(5, 4, 2, 2, 1)
    ends = np.random.default_rng([3, 1]).standard_normal((5, 2, 3)).astype(np.float32)
    labels = np.array([0, 1, 2, 3, 0])
    for i, column in ((0, 0), (1, -1)):
        expected = generate(generator, ends[:, i], labels).astype(int)
        assert np.abs(expected - rows[:, column]).max() <= 1


def test_same_latents_change_their_label_alone(generator):
    rows = same_latents(generator, 3, 2, np.arange(4))
    z = np.random.default_rng([3, 2]).standard_normal((2, 3)).astype(np.float32)
    expected = [generate(generator, z[[row]], np.array([c])) for row in (0, 1) for c in range(4)]
    assert np.abs(np.concatenate(expected).astype(int) - rows).max() <= 1


def test_an_overview_is_a_square_or_a_row_for_each_class():
    assert overview(np.full(20, -1), 3).tolist() == list(range(9))
    assert overview(np.full(5, -1), 3).tolist() == list(range(5))
    # as many of each class as the rarest has, in their order
    assert overview(np.array([1, 0, 1, 0, 0, 1]), 2).tolist() == [1, 3, 0, 2]
    assert overview(np.array([1, 0, 1, 0, 0]), 3).tolist() == [1, 3, 0, 2]


def test_some_classes_take_turns(generator):
    made = samples(generator, 5, seed=3, wanted=[3, 1])
    assert made.labels.tolist() == [1, 3, 1, 3, 1]
    z = np.random.default_rng(3).standard_normal((5, 3)).astype(np.float32)
    np.testing.assert_array_equal(made.images, generate(generator, z, made.labels))


def test_of_many_classes_a_picture_shows_some():
    assert spread(np.arange(20)).tolist() == list(range(20))
    some = spread(np.arange(300))
    assert len(some) == MOST_CLASSES
    assert (some[0], some[-1]) == (0, 299)
    assert set(np.diff(some)) <= {15, 16}
    assert len(overview(np.arange(1000) % 300, 10)) == 3 * MOST_CLASSES


def test_classes_are_counted(generator):
    assert classes(generator) == 4
    alone = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4)])
    assert classes(alone) == 0
