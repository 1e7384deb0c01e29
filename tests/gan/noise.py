"""Images and weights that are as good as any."""

import tensorflow as tf


def noise(*shape, seed=0):
    return tf.random.stateless_normal(shape, (seed, 7))
