"""Randomness as a function of (seed, purpose, step): no hidden state to save, lose or share.

Each purpose has a stream of its own, so a new consumer of randomness shifts no other, and a run
resumed at any step draws what the uninterrupted run would have drawn.
"""

import hashlib

import numpy as np
import tensorflow as tf


def key(seed: int, purpose: str) -> int:
    """A 63-bit key for the stream named `purpose` of the run's `seed`."""
    digest = hashlib.blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


class Stream:
    """One named stream: draw number `index` of it is always the same.

    `index` is a Python int or an int64 scalar tensor.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._key = key(seed, purpose)

    def _seed(self, index: tf.Tensor) -> tf.Tensor:
        return tf.stack([tf.constant(self._key, tf.int64), tf.cast(index, tf.int64)])

    def normal(self, shape: tuple[int, ...], index: tf.Tensor) -> tf.Tensor:
        """float32 from N(0, 1), inside a graph or outside."""
        return tf.random.stateless_normal(shape, seed=self._seed(index))

    def uniform(
        self, shape: tuple[int, ...], index: tf.Tensor, low: float = 0.0, high: float = 1.0
    ) -> tf.Tensor:
        """float32 from U[low, high), inside a graph or outside."""
        return tf.random.stateless_uniform(shape, seed=self._seed(index), minval=low, maxval=high)

    def bits(self, shape: tuple[int, ...], index: tf.Tensor) -> tf.Tensor:
        """uint32, uniform over all values, inside a graph or outside."""
        seed = self._seed(index)
        return tf.random.stateless_uniform(shape, seed, minval=None, maxval=None, dtype=tf.uint32)

    def numpy(self, index: int) -> np.random.Generator:
        """A NumPy generator for draw `index`, for what happens on the host."""
        return np.random.Generator(np.random.Philox(key=self._key, counter=[0, 0, 0, index]))
