"""A learning rate that falls to 0 with the last step."""

from typing import Any

import keras
import tensorflow as tf


class Linear(keras.optimizers.schedules.LearningRateSchedule):
    """`rate` up to step `start`, then rate * (steps - step) / (steps - start).

    From 0 on it is what the code of arXiv 1704.00028 has for CIFAR-10. All `updates` of a step share a rate; the last
    step still has 1 / (steps - start) of it.
    """

    def __init__(self, rate: float, updates: int, start: int, steps: int) -> None:
        self.rate = rate
        self.updates = updates
        self.start = start
        self.steps = steps

    def __call__(self, iteration: tf.Tensor) -> tf.Tensor:
        """The rate of update number `iteration`, from 0."""
        left = self.steps - tf.cast(iteration // self.updates, tf.float32)
        return self.rate * tf.clip_by_value(left / (self.steps - self.start), 0.0, 1.0)

    def get_config(self) -> dict[str, Any]:
        """What makes the same schedule again."""
        names = ("rate", "updates", "start", "steps")
        return {name: getattr(self, name) for name in names}
