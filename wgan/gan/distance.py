"""How far validation images are from generated ones by the critic, in units of pixels."""

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from wgan.gan.batch import join
from wgan.gan.record import Distance

CHUNK = 100
"""Images at a time; bounds the memory in use, and fixes the order of float sums."""

Array = npt.NDArray[np.float32]


def critic_distance(
    critic: keras.Model,
    generator: keras.Model,
    real: Array,
    latents: Array,
    weight: Array,
    condition: tuple[Array, ...],
) -> Distance:
    """Mean score of `real` less that of as many fakes, over the critic's mean gradient norm between them.

    `real` is (N, H, W, C), `latents` (N, D), `weight` (N,) in [0, 1) says where between a real image, 0,
    and its fake, 1, the gradient is taken; `condition` holds one-hot labels (N, classes), or nothing. Both networks
    are in inference mode. The norm is taken as in the gradient penalty, over all pixels and channels. A gap of a
    K-Lipschitz critic is at most K times the Wasserstein distance (arXiv 1701.07875, section 3).
    """
    gaps, norms = [], []
    for start in range(0, len(real), CHUNK):
        some = slice(start, start + CHUNK)
        labels = [tf.constant(part[some]) for part in condition]
        images = tf.constant(real[some])
        fakes = tf.cast(_call(generator, tf.constant(latents[some]), labels), images.dtype)
        share = tf.reshape(tf.constant(weight[some]), (-1, 1, 1, 1))
        mixed = images + share * (fakes - images)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(mixed)
            scores = _call(critic, mixed, labels)
        slope = tape.gradient(scores, mixed, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        norms.append(np.sqrt(np.square(slope.numpy(), dtype=np.float64).sum(axis=(1, 2, 3))))
        both = [_call(critic, part, labels).numpy().ravel() for part in (images, fakes)]
        gaps.append(both[0].astype(np.float64) - both[1])
    gap, norm = float(np.mean(np.concatenate(gaps))), float(np.mean(np.concatenate(norms)))
    return Distance(norm, gap / norm if norm > 0 else float("nan"))


def _call(model: keras.Model, first: tf.Tensor, labels: list[tf.Tensor]) -> tf.Tensor:
    return model(join(first, tuple(labels)), training=False)
