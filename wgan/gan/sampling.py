"""What the sample stage shows of a generator."""

from collections.abc import Sequence
from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from wgan.gan.generate import between, generate, latents
from wgan.images import MOST_CLASSES, Bytes

NO_LABEL = -1

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Samples:
    """Images (N, H, W, C) and the labels asked for (N,), -1 from a generator without classes."""

    images: Bytes
    labels: Labels


def samples(
    generator: keras.Model, count: int, seed: int, wanted: Sequence[int] | None = None
) -> Samples:
    """Generate `count` images; the classes take turns, or of them the `wanted` labels alone.

    The latents are `numpy.random.default_rng(seed).standard_normal((count, latent_dim))`, or
    `.uniform(-1, 1, ...)` for a generator trained on those: anyone can repeat it with Keras alone.
    """
    z = _latents(generator, count, np.random.default_rng(seed))
    asked = _take_turns(count, labels_of(generator, wanted))
    images = generate(generator, z, asked, bar="sample")
    return Samples(images, np.full(count, NO_LABEL) if asked is None else asked)


def walks(
    generator: keras.Model, seed: int, rows: int, points: int, wanted: Sequence[int] | None = None
) -> Bytes:
    """(rows * points, H, W, C): each row a walk between two latents, one class a row if any."""
    ends = _latents(generator, 2 * rows, np.random.default_rng([seed, 1]))
    path = np.concatenate([between(start, end, points) for start, end in ends.reshape(rows, 2, -1)])
    turns = _take_turns(rows, labels_of(generator, wanted))
    return generate(generator, path, None if turns is None else turns.repeat(points))


def same_latents(generator: keras.Model, seed: int, rows: int, shown: Labels) -> Bytes:
    """(rows * shown, H, W, C): each row keeps its latents, only the label changes, through `shown`.

    For a conditional generator alone.
    """
    z = _latents(generator, rows, np.random.default_rng([seed, 2]))
    return generate(generator, z.repeat(len(shown), axis=0), np.tile(shown, rows))


def overview(labels: Labels, columns: int) -> npt.NDArray[np.int64]:
    """Which images a grid shows: the first `columns`^2, or rows of classes, as `spread` takes them."""
    if labels[0] == NO_LABEL:
        return np.arange(min(len(labels), columns**2))
    rows = [np.flatnonzero(labels == label)[:columns] for label in spread(np.unique(labels))]
    shortest = min(map(len, rows))
    return np.concatenate([row[:shortest] for row in rows])


def spread(labels: Labels) -> Labels:
    """All of these ascending labels, or MOST_CLASSES of them, evenly spread: what a picture has room for."""
    if len(labels) <= MOST_CLASSES:
        return labels
    return labels[np.linspace(0, len(labels) - 1, MOST_CLASSES).round().astype(np.int64)]


def labels_of(generator: keras.Model, wanted: Sequence[int] | None = None) -> Labels:
    """The labels that a generator is asked for, ascending; none if it takes none."""
    return np.arange(classes(generator)) if wanted is None else np.unique(wanted)


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


def _take_turns(count: int, labels: Labels) -> Labels | None:
    return np.resize(labels, count) if len(labels) else None
