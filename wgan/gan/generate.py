"""Images from a generator, and the latents they come from."""

import keras
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from wgan import images as representation
from wgan.gan.batch import join

CHUNK = 250
"""Images generated at a time; bounds the memory in use, and fixes the order of float sums."""

Array = npt.NDArray[np.float32]


def latents(count: int, latent_dim: int, kind: str, rng: np.random.Generator) -> Array:
    """(count, latent_dim) float32: N(0, 1) for `normal`, U[-1, 1) for `uniform`."""
    shape = (count, latent_dim)
    if kind == "uniform":
        return rng.uniform(-1.0, 1.0, shape).astype(np.float32)
    return rng.standard_normal(shape).astype(np.float32)


def one_hot(labels: npt.NDArray[np.int64], classes: int) -> Array:
    """(N, classes) float32 from (N,) labels."""
    return np.eye(classes, dtype=np.float32)[labels]


def generate(
    generator: keras.Model,
    z: Array,
    labels: npt.NDArray[np.int64] | None = None,
    bar: str | None = None,
) -> representation.Bytes:
    """Images (N, H, W, C) as a person would save them, in inference mode.

    `labels` (N,) are needed by a conditional generator alone. A `bar` of that name is shown on a
    terminal, if it takes more than a second.
    """
    condition = () if labels is None else (one_hot(labels, generator.inputs[1].shape[-1]),)
    # training=False: batch normalization uses its moving averages, so images don't mix
    made = np.empty((len(z), *generator.output_shape[1:]), np.uint8)
    for rows in tqdm(
        [slice(start, start + CHUNK) for start in range(0, len(z), CHUNK)],
        desc=bar,
        unit=f"x{CHUNK} images",
        ncols=80,
        delay=1,
        disable=None if bar else True,
    ):
        part = generator(join(z[rows], tuple(part[rows] for part in condition)), training=False)
        made[rows] = representation.to_bytes(part.numpy())
    return made


def between(start: Array, end: Array, points: int) -> Array:
    """(points, D) latents from `start` to `end` (D,), both included, along the great circle.

    A straight line would pass through shorter vectors than the generator was trained on
    (arXiv 1609.04468).
    """
    share = np.linspace(0.0, 1.0, points)[:, None]
    norms = np.linalg.norm(start), np.linalg.norm(end)
    cosine = np.clip(start @ end / (norms[0] * norms[1]), -1.0, 1.0)
    angle = np.arccos(cosine)
    if np.sin(angle) < 1e-6:
        path = (1 - share) * start + share * end
    else:
        path = (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)
    return np.asarray(path, np.float32)
