"""How steep the critic is between validation and generated images: what a score gap must be divided by."""

from functools import partial

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from wgan.gan.batch import Condition, join
from wgan.gan.losses import score_gradient

CHUNK = 100
"""Images at a time; bounds the memory in use, and fixes the order of float sums."""

Array = npt.NDArray[np.float32]


def gradient_norm(
    critic: keras.Model,
    generator: keras.Model,
    real: Array,
    latents: Array,
    weight: Array,
    condition: tuple[Array, ...],
) -> float:
    """Mean norm of the gradient of the critic's score, by the image, between `real` images and as many fakes.

    `real` is (N, H, W, C), `latents` (N, D), `weight` (N,) in [0, 1) says where between a real image, 0,
    and its fake, 1, the gradient is taken; `condition` holds one-hot labels (N, classes), or nothing. The norm is
    taken as in the gradient penalty, over all pixels and channels. Both networks are in inference mode: in a batch that
    is normalized together an image moves the scores of the others, and the gradient of their sum is no image's slope.
    """
    norms = []
    for start in range(0, len(real), CHUNK):
        some = slice(start, start + CHUNK)
        labels = tuple(tf.constant(part[some]) for part in condition)
        images = tf.constant(real[some])
        fakes = generator(join(tf.constant(latents[some]), labels), training=False)
        share = tf.reshape(tf.constant(weight[some]), (-1, 1, 1, 1))
        mixed = images + share * (tf.cast(fakes, images.dtype) - images)
        slope = score_gradient(partial(_score, critic, labels), mixed)
        norms.append(np.sqrt(np.square(slope.numpy(), dtype=np.float64).sum(axis=(1, 2, 3))))
    return float(np.mean(np.concatenate(norms)))


def _score(critic: keras.Model, labels: Condition, images: tf.Tensor) -> tf.Tensor:
    return critic(join(images, labels), training=False)
