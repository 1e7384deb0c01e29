"""Images with the labels they are given under, and how a network takes them."""

from typing import NamedTuple

import tensorflow as tf

Condition = tuple[tf.Tensor, ...]
"""One-hot labels (N, classes) for a conditional pair, else nothing."""


class Batch(NamedTuple):
    """Images (N, H, W, C) in [-1, 1] and the labels they are given under."""

    images: tf.Tensor
    condition: Condition


def join(first: tf.Tensor, condition: Condition) -> tf.Tensor | list[tf.Tensor]:
    """The inputs of a network: alone, or with the labels of a conditional pair."""
    return [first, *condition] if condition else first


def joined(one: Batch, other: Batch) -> tf.Tensor | list[tf.Tensor]:
    """Both batches as one input of the critic."""
    first, *condition = (
        tf.concat(parts, axis=0)
        for parts in zip(
            (one.images, *one.condition), (other.images, *other.condition), strict=True
        )
    )
    return join(first, tuple(condition))
