"""What the sample stage shows of a generator."""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from wgan.gan.generate import between, generate, latents

NO_LABEL = -1

Pixels = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Samples:
    """Images (N, H, W, C) and the labels asked for (N,), -1 from a generator without classes."""

    images: Pixels
    labels: Labels


def samples(generator: keras.Model, count: int, seed: int) -> Samples:
    """Generate `count` images; the classes take turns.

    The latents are `numpy.random.default_rng(seed).standard_normal((count, latent_dim))`, or
    `.uniform(-1, 1, ...)` for a generator trained on those: anyone can repeat it with Keras alone.
    """
    z = _latents(generator, count, np.random.default_rng(seed))
    asked = _take_turns(count, classes(generator))
    images = generate(generator, z, asked)
    return Samples(images, np.full(count, NO_LABEL) if asked is None else asked)


def walks(generator: keras.Model, seed: int, rows: int, points: int) -> Pixels:
    """(rows * points, H, W, C): each row a walk between two latents, one class a row if any."""
    ends = _latents(generator, 2 * rows, np.random.default_rng([seed, 1]))
    path = np.concatenate([between(start, end, points) for start, end in ends.reshape(rows, 2, -1)])
    turns = _take_turns(rows, classes(generator))
    return generate(generator, path, None if turns is None else turns.repeat(points))


def same_latents(generator: keras.Model, seed: int, rows: int) -> Pixels:
    """(rows * classes, H, W, C): each row keeps its latents, only the label changes.

    For a conditional generator alone.
    """
    number = classes(generator)
    z = _latents(generator, rows, np.random.default_rng([seed, 2]))
    return generate(generator, z.repeat(number, axis=0), np.tile(np.arange(number), rows))


def overview(labels: Labels, columns: int) -> npt.NDArray[np.int64]:
    """Which images a grid shows: the first `columns`^2, or a row for each class if there are any."""
    if labels[0] == NO_LABEL:
        return np.arange(min(len(labels), columns**2))
    rows = [np.flatnonzero(labels == label)[:columns] for label in np.unique(labels)]
    shortest = min(map(len, rows))
    return np.concatenate([row[:shortest] for row in rows])


def classes(generator: keras.Model) -> int:
    """Number of classes that a generator is conditioned on, 0 for none."""
    return int(generator.inputs[1].shape[-1]) if len(generator.inputs) > 1 else 0


def _latents(
    generator: keras.Model, count: int, rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """The latents that the generator was trained on; its input's name says which."""
    given = generator.inputs[0]
    kind = "uniform" if given.name.startswith("uniform") else "normal"
    return latents(count, given.shape[-1], kind, rng)


def _take_turns(count: int, number: int) -> Labels | None:
    return np.arange(count) % number if number else None
