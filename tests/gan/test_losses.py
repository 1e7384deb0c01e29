import numpy as np
import pytest
import tensorflow as tf
from scipy.special import expit
from sklearn.metrics import log_loss

from wgan.gan import losses


def images(*rows: tuple[float, ...]) -> tf.Tensor:
    """Each row becomes an image (1, D, 1)."""
    return tf.reshape(tf.constant(rows, tf.float32), (len(rows), 1, -1, 1))


def linear(*weights: float):
    return lambda x: tf.reduce_sum(x[:, 0, :, 0] * tf.constant(weights), axis=1, keepdims=True)


def half_square(x: tf.Tensor) -> tf.Tensor:
    return 0.5 * tf.reduce_sum(tf.square(x), axis=(1, 2, 3))[:, None]


@pytest.mark.parametrize(
    ("weights", "norm"), [((3.0, 4.0), 5.0), ((0.6, 0.8), 1.0), ((1.0, 1.0), 2**0.5)]
)
def test_penalty_of_a_linear_critic_is_its_norm_off_one_squared(weights, norm):
    real, fake = images((1, 2), (0, 1)), images((-1, 5), (2, 2))
    weight = tf.random.stateless_uniform((2, 1, 1, 1), (1, 2))
    penalty = losses.gradient_penalty(linear(*weights), real, fake, weight)
    assert float(penalty) == pytest.approx((norm - 1) ** 2, rel=1e-5, abs=1e-6)


def test_penalty_of_the_half_square_is_a_third_when_weights_are_uniform():
    # |grad| = 2 w at w * 2 e1, so the mean of (2w - 1)^2 over U[0, 1] is 1/3; over N(0, 1) it is 5
    count = 40_000
    real, fake = tf.zeros((count, 1, 2, 1)), tf.tile(images((2, 0)), (count, 1, 1, 1))
    weight = tf.random.stateless_uniform((count, 1, 1, 1), (3, 4))
    penalty = losses.gradient_penalty(half_square, real, fake, weight)
    assert float(penalty) == pytest.approx(1 / 3, abs=0.01)


def test_penalty_interpolates_from_real_at_0_to_fake_at_1():
    real, fake = images((3, 0)), images((0, 5))
    at_real, at_fake = (
        float(losses.gradient_penalty(half_square, real, fake, tf.fill((1, 1, 1, 1), w)))
        for w in (0.0, 1.0)
    )
    assert at_real == pytest.approx((3 - 1) ** 2)
    assert at_fake == pytest.approx((5 - 1) ** 2)


def test_penalty_takes_the_norm_per_image_not_over_the_batch():
    # slopes 1 and 1 give 0 per image; one norm over the batch would be sqrt(2)
    penalty = losses.gradient_penalty(
        linear(1.0), images((1,), (2,)), images((3,), (4,)), tf.fill((2, 1, 1, 1), 0.5)
    )
    assert float(penalty) == pytest.approx(0.0, abs=1e-6)


def test_constant_critic_has_penalty_1_and_a_finite_gradient():
    bias = tf.Variable(2.0)
    scale = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        penalty = losses.gradient_penalty(
            lambda x: scale * tf.reduce_sum(x, axis=(1, 2, 3))[:, None] + bias,
            images((1, 2)),
            images((3, 4)),
            tf.fill((1, 1, 1, 1), 0.5),
        )
    gradient = tape.gradient(penalty, scale)
    assert float(penalty) == pytest.approx(1.0, abs=1e-5)
    assert np.isfinite(float(gradient))


def test_a_linear_critic_climbs_from_the_mean_fake_to_the_mean_real():
    """Of x @ k the critic's loss is (mean fake - mean real) @ k, and that difference its gradient."""
    real = tf.constant([[1.0, 0.0, 2.0], [3.0, 4.0, 0.0]])
    fake = tf.constant([[5.0, 1.0, 1.0], [1.0, 1.0, 3.0], [0.0, 1.0, 2.0]])
    kernel = tf.Variable([[0.5], [-2.0], [3.0]])
    with tf.GradientTape() as tape:
        loss = losses.real_loss(real @ kernel) + losses.fake_loss(fake @ kernel)
    # the means are (2, 2, 1) and (2, 1, 2)
    assert float(loss) == pytest.approx(5.0)
    np.testing.assert_allclose(tape.gradient(loss, kernel), [[0.0], [-1.0], [1.0]], atol=1e-6)


def test_cross_entropy_is_the_log_loss_of_scikit_learn():
    logits = np.array([-3.0, -0.5, 0.0, 1.0, 4.0], np.float32)
    targets = np.array([0, 1, 1, 0, 1])
    loss = losses.cross_entropy(logits[:, None], targets[:, None].astype(np.float32))
    assert float(loss) == pytest.approx(log_loss(targets, expit(logits)), rel=1e-5)
