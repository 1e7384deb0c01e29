"""The fast forms against TensorFlow's own: outputs and gradients of first and second order."""

import numpy as np
import pytest
import tensorflow as tf
from noise import noise

from wgan.gan.fast.kernels import MANY, by_rows, double, halve, leaky, upsampled


def transposed(x, k):
    shape = (len(x), 2 * x.shape[1], 2 * x.shape[2], k.shape[2])
    return tf.nn.conv2d_transpose(x, k, shape, 2, "SAME")


def after_upsampling(x, k):
    return tf.nn.conv2d(tf.repeat(tf.repeat(x, 2, axis=1), 2, axis=2), k, 1, "SAME")


def convolution(x, k):
    return tf.nn.conv2d(x, k, 2, "SAME")


FORMS = [
    # few channels, some, many: other ways to the same sums
    (halve, convolution, (3, 8, 6, 1), (4, 4, 1, 5)),
    (halve, convolution, (2, 4, 4, 3), (4, 4, 3, 2)),
    (halve, convolution, (2, 6, 10, 7), (4, 4, 7, 3)),
    (halve, convolution, (2, 6, 2, MANY), (4, 4, MANY, 3)),
    (double, transposed, (3, 4, 3, 5), (4, 4, 1, 5)),
    (double, transposed, (2, 2, 2, 4), (4, 4, 3, 4)),
    (double, transposed, (2, 3, 5, 2), (4, 4, 9, 2)),
    (double, transposed, (2, 1, 3, 5), (4, 4, MANY, 5)),
    (by_rows, lambda x, k: tf.nn.conv2d(x, k, 1, "SAME"), (2, 9, 8, 3), (7, 7, 3, 1)),
    (by_rows, lambda x, k: tf.nn.conv2d(x, k, 1, "SAME"), (2, 5, 6, 4), (5, 5, 4, 3)),
    *((upsampled, after_upsampling, (2, 3, 4, 3), kernel)
      for kernel in ((5, 5, 3, 2), (5, 5, 3, 1), (7, 5, 3, 2), (3, 9, 3, 1))),
]  # fmt: skip


def derivatives(form, x, kernel):
    """Output, its gradients, and the gradients of a function of those: all that training uses."""
    with tf.GradientTape() as outer:
        outer.watch([x, kernel])
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = form(x, kernel)
            weight = tf.cast(noise(*y.shape, seed=3), y.dtype)
            score = tf.reduce_sum(tf.nn.leaky_relu(y, 0.2) * weight)
        slope = inner.gradient(score, x)
        loss = tf.reduce_sum(tf.square(slope)) + tf.reduce_sum(tf.square(y))
    return y, slope, *outer.gradient(loss, [x, kernel])


@pytest.mark.parametrize(("kind", "rounding"), [("float32", 1e-5), ("bfloat16", 0.08)])
@pytest.mark.parametrize(("form", "reference", "shape", "kernel"), FORMS)
def test_forms_are_the_convolutions(form, reference, shape, kernel, kind, rounding):
    """In half the digits, as those of whole ones on the same rounded numbers."""
    x, k = (tf.cast(each, kind) for each in (noise(*shape), noise(*kernel, seed=1)))
    whole = [tf.cast(each, "float32") for each in (x, k)]
    for ours, theirs in zip(derivatives(form, x, k), derivatives(reference, *whole), strict=True):
        assert ours.dtype == kind
        off = np.linalg.norm(tf.cast(ours, "float32") - theirs) / np.linalg.norm(theirs)
        assert off < rounding


def test_leaky_relu_has_no_second_derivative_and_the_first_of_its_own():
    x, kernel = noise(4, 6), noise(6, 3, seed=1)

    def through(form):
        with tf.GradientTape() as outer:
            outer.watch([x, kernel])
            with tf.GradientTape() as inner:
                inner.watch(x)
                score = tf.reduce_sum(form(x @ kernel) ** 2)
            penalty = tf.reduce_sum(inner.gradient(score, x) ** 2)
        return score, penalty, *outer.gradient(penalty, [x, kernel])

    ours = through(lambda y: leaky(y, 0.3))
    theirs = through(lambda y: tf.nn.leaky_relu(y, 0.3))
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = leaky(x, 0.3)
        slope = inner.gradient(y, x)
    assert set(np.unique(slope.numpy()).round(6)) == {np.float32(0.3), np.float32(1.0)}
    assert outer.gradient(slope, x) is None
