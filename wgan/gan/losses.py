"""Pure loss functions of critic scores. Scores are (N,) or (N, 1), unbounded, real high and fake low."""

from collections.abc import Callable

import tensorflow as tf

Critic = Callable[[tf.Tensor], tf.Tensor]


def real_loss(scores: tf.Tensor) -> tf.Tensor:
    """-mean D(real): what the critic minimizes on real images (arXiv 1701.07875, Algorithm 1)."""
    return -tf.reduce_mean(scores)


def fake_loss(scores: tf.Tensor) -> tf.Tensor:
    """Mean D(fake): what the critic minimizes on generated images."""
    return tf.reduce_mean(scores)


def cross_entropy(logits: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
    """Mean of -t log p - (1 - t) log (1 - p) with p = sigmoid(logit), of logits and targets (N, 1).

    Stable for logits of any size. Targets may lie outside [0, 1], as noisy labels do; the formula
    is then read as softplus(logit) - t * logit, linear in t.
    """
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(targets, logits))


def score_gradient(critic: Critic, images: tf.Tensor) -> tf.Tensor:
    """The gradient of each image's score by its pixels, (N, H, W, C); 0 where a score depends on none."""
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(images)
        scores = critic(images)
    return tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)


def gradient_penalty(
    critic: Critic, real: tf.Tensor, fake: tf.Tensor, weight: tf.Tensor
) -> tf.Tensor:
    """Mean of (|grad D(x)| - 1)^2 at x = real + weight * (fake - real) (arXiv 1704.00028, eq. 3).

    `real` and `fake` are (N, H, W, C); `weight` is (N, 1, 1, 1), drawn from U[0, 1] in the
    paper. The norm is taken over all pixels and channels of an image. Where the gradient is 0 the penalty is 1 and its
    own gradient 0, not NaN.
    """
    mixed = real + weight * (fake - real)
    gradient = score_gradient(critic, mixed)
    squared = tf.reduce_sum(tf.square(gradient), axis=list(range(1, len(mixed.shape))))
    # sqrt has an infinite slope at 0; the floor is far below any norm that matters
    norm = tf.sqrt(tf.maximum(squared, 1e-12))
    return tf.reduce_mean(tf.square(norm - 1.0))
