"""An exponential moving average of the generator's weights (as in arXiv 1806.04498).

Its warm-up is that of tf.train.ExponentialMovingAverage, by `num_updates`.
"""

import keras
import tensorflow as tf


class Average:
    """A second generator whose weights follow the trained one's.

    The decay starts low and rises to `decay`, min(decay, (1 + t) / (10 + t)), so that the first
    weights are soon forgotten. With decay 0 it is a copy of the generator.
    """

    def __init__(self, generator: keras.Model, decay: float) -> None:
        self.source = generator
        self.decay = decay
        self.model = keras.models.clone_model(generator)
        self.model.set_weights(generator.get_weights())

    def update(self, step: tf.Tensor) -> None:
        """Take in the weights after step number `step`, counted from 0; inside a graph."""
        t = tf.cast(step, tf.float32)
        keep = tf.minimum(float(self.decay), (1.0 + t) / (10.0 + t))
        for mean, new in zip(self.model.weights, self.source.weights, strict=True):
            # without decay a copy is all, and a third of the passes over the weights
            mean.assign(new + keep * (mean - new) if self.decay else new)
