import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from wgan.gan.objective import Wasserstein
from wgan.gan.objectives import wgan, wgan_gp

DRAW = tf.fill((4,), 0.5)


def critic_with_norm() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((4, 4, 1)),
            keras.layers.Conv2D(3, 3),
            keras.layers.BatchNormalization(),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )


def test_critic_wants_real_high_and_generator_wants_fake_high():
    scores = tf.constant([[1.0], [3.0]])
    objective = Wasserstein()
    assert float(objective.real_loss(scores, DRAW)) == -2
    assert float(objective.fake_loss(scores, DRAW)) == 2
    assert float(objective.generator_loss(scores)) == -2


def test_clipping_holds_every_trainable_weight():
    critic = critic_with_norm()
    assert max(float(np.abs(w.numpy()).max()) for w in critic.trainable_variables) > 0.05
    wgan.Loss(0.05).constrain(critic)
    assert all(
        float(np.abs(w.numpy()).max()) <= np.float32(0.05) for w in critic.trainable_variables
    )


def test_clipping_kernels_only_leaves_dense_biases_and_norms():
    critic = critic_with_norm()
    before = [w.numpy() for w in critic.trainable_variables]
    wgan.Loss(0.05, "kernels").constrain(critic)
    for old, new in zip(before, critic.trainable_variables, strict=True):
        expected = np.clip(old, -0.05, 0.05) if old.ndim == 4 else old
        np.testing.assert_array_equal(new.numpy(), expected)


def test_penalty_is_weighted():
    real, fake = tf.zeros((4, 2, 2, 1)), tf.ones((4, 2, 2, 1))
    slope = wgan_gp.Loss(10.0, penalty_every=1).penalty(
        lambda x: tf.reduce_sum(x, axis=(1, 2, 3))[:, None], real, fake, DRAW
    )
    assert float(slope) == pytest.approx(10.0)  # the norm is 2


def test_a_penalty_taken_rarely_counts_as_often_as_it_is_left_out():
    real, fake = tf.zeros((4, 2, 2, 1)), tf.ones((4, 2, 2, 1))
    slope = wgan_gp.Loss(10.0, penalty_every=3).penalty(
        lambda x: tf.reduce_sum(x, axis=(1, 2, 3))[:, None], real, fake, DRAW
    )
    assert float(slope) == pytest.approx(30.0)


def test_normal_points_are_those_of_a_normal_distribution():
    """By the penalty of a critic x^2 / 2 on real 0 and fake 1: its slope is the point itself."""
    draw = tf.random.stateless_uniform((20_000,), (3, 4))

    def points(objective, draws):
        found = []
        ones = tf.ones((len(draws), 1, 1, 1))
        objective.penalty(
            lambda x: found.append(x) or tf.reshape(x, (-1, 1)), 0 * ones, ones, draws
        )
        return found[0].numpy().ravel()

    normal = points(wgan_gp.Loss(penalty_points="normal"), draw)
    assert stats.kstest(normal, "norm").pvalue > 0.01
    np.testing.assert_array_equal(points(wgan_gp.Loss(), draw), draw)
    # the ends of what is drawn are finite, and as far from the middle
    low, middle, high = points(
        wgan_gp.Loss(penalty_points="normal"), tf.constant([0.0, 0.5, 1 - 2.0**-23])
    )
    assert low == pytest.approx(-high, rel=1e-6)
    assert -6 < low < -5
    assert abs(middle) < 1e-6


def _descend(objective, steps: int = 400) -> float:
    """The slope a of the critic a * x, trained on real 0.5 and fake 0 (means 0.5 apart)."""
    slope = keras.Sequential(
        [keras.Input((1, 1, 1)), keras.layers.Flatten(), keras.layers.Dense(1, use_bias=False)]
    )
    slope.trainable_variables[0].assign([[0.1]])
    optimizer = keras.optimizers.SGD(0.05)
    real, fake = tf.fill((4, 1, 1, 1), 0.5), tf.zeros((4, 1, 1, 1))

    @tf.function(autograph=False)
    def update():
        with tf.GradientTape() as tape:
            loss = objective.real_loss(slope(real), DRAW) + objective.fake_loss(slope(fake), DRAW)
            loss += objective.penalty(slope, real, fake, DRAW)
        weights = slope.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)
        objective.constrain(slope)

    for _ in range(steps):
        update()
    return float(slope.trainable_variables[0][0, 0])


def test_the_best_linear_critic_is_known():
    # maximize 0.5 a - weight (a - 1)^2: a = 1 + 0.5 / (2 weight); clipping: the largest allowed
    assert _descend(wgan_gp.Loss(2.0, penalty_every=1)) == pytest.approx(1 + 0.5 / 4, abs=1e-3)
    assert _descend(wgan.Loss(0.3)) == pytest.approx(0.3)
