"""The cross-entropy objective, against closed forms and plain NumPy."""

from math import log

import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.objectives.dcgan import Loss

NOISE = 0.1
ZERO = tf.zeros((4, 1))
DRAW = tf.constant([0.0, 0.25, 0.5, 0.75])


@pytest.fixture
def objective():
    return Loss(NOISE)


@pytest.fixture
def scores():
    return tf.constant([[-3.0], [0.5], [2.0], [7.0]])


def by_definition(logits, targets):
    p = 1 / (1 + np.exp(-np.float64(logits)))
    return float(np.mean(-targets * np.log(p) - (1 - targets) * np.log(1 - p)))


def test_an_undecided_critic_loses_log_2_on_everything(objective):
    # at logit 0 the noise makes no difference: both logarithms are the same
    total = objective.real_loss(ZERO, DRAW) + objective.fake_loss(ZERO, DRAW)
    assert float(total) == pytest.approx(log(2))
    assert float(objective.real_loss(ZERO, DRAW)) == pytest.approx(log(2) / 2)
    assert float(objective.generator_loss(ZERO)) == pytest.approx(log(2))


def test_losses_are_the_definition_with_noisy_labels(objective, scores):
    noise = NOISE * DRAW.numpy()[:, None]
    real, fake = objective.real_loss(scores, DRAW), objective.fake_loss(scores, DRAW)
    assert float(real) == pytest.approx(by_definition(scores, 1 + noise) / 2, rel=1e-5)
    assert float(fake) == pytest.approx(by_definition(scores, 0 - noise) / 2, rel=1e-5)
    assert float(objective.generator_loss(scores)) == pytest.approx(by_definition(scores, 1.0))


def test_noise_shifts_each_label_in_proportion(objective, scores):
    none = tf.zeros(4)
    shift = float(objective.real_loss(scores, DRAW) - objective.real_loss(scores, none))
    expected = -0.5 * NOISE * np.mean(DRAW.numpy() * scores.numpy()[:, 0])
    assert shift == pytest.approx(expected, rel=1e-4)
    shift = float(objective.fake_loss(scores, DRAW) - objective.fake_loss(scores, none))
    assert shift == pytest.approx(-expected, rel=1e-4)


def test_each_image_has_noise_of_its_own(objective, scores):
    order = tf.constant([3, 2, 1, 0])
    loss = objective.real_loss(scores, DRAW)
    assert float(objective.real_loss(scores, tf.gather(DRAW, order))) != pytest.approx(float(loss))
    together = objective.real_loss(tf.gather(scores, order), tf.gather(DRAW, order))
    assert float(together) == pytest.approx(float(loss))


def test_the_generator_learns_most_where_it_fails(objective):
    """Non-saturating: the slope is sigmoid(score) - 1, not -sigmoid(score)."""
    score = tf.Variable([[-4.0], [0.0], [4.0]])
    with tf.GradientTape() as tape:
        loss = objective.generator_loss(score)
    expected = (1 / (1 + np.exp(-score.numpy())) - 1) / 3
    np.testing.assert_allclose(tape.gradient(loss, score), expected, rtol=1e-5)


def test_scores_of_any_size_keep_loss_and_slope_finite(objective):
    score = tf.Variable([[-1e4], [1e4]])
    with tf.GradientTape() as tape:
        loss = objective.real_loss(score, tf.zeros(2)) + objective.generator_loss(score)
    assert float(loss) == pytest.approx(1.5 * 1e4 / 2)
    assert np.isfinite(tape.gradient(loss, score)).all()


def test_the_critic_is_neither_penalized_nor_clipped(make_run):
    run = make_run(loss="dcgan", label_noise=0.3)
    assert run.config.objective.label_noise == 0.3
    images, _ = run.train.draw(run.streams["real"], 0, (2, 4))
    before = [w.numpy() for w in run.critic.trainable_variables]
    run.config.objective.constrain(run.critic)
    for old, new in zip(before, run.critic.trainable_variables, strict=True):
        np.testing.assert_array_equal(old, new.numpy())
    run.advance(images, np.zeros((2, 4), np.int64))
    history = run.finish().history
    assert history["gradient_penalty"].tolist() == [0.0]
    assert not {"wasserstein", "validation_wasserstein"} & set(history)


def test_the_loop_gives_real_and_fake_their_own_noise(make_run, monkeypatch):
    run = make_run(loss="dcgan", label_noise=1.0)
    seen = []
    for name in ("real_loss", "fake_loss"):
        monkeypatch.setattr(
            Loss, name, lambda self, scores, draw: seen.append(draw.numpy()) or tf.zeros(())
        )
    images, _ = run.train.draw(run.streams["real"], 0, (2, 4))
    run.critic_optimizer.apply = lambda gradients, variables: None
    run.algorithm.critic_step(tf.constant(0, tf.int64), images[0], images[1], ())
    real, fake = seen
    assert real.shape == fake.shape == (4,)
    assert not np.allclose(real, fake)
    assert ((real >= 0) & (real < 1)).all()
