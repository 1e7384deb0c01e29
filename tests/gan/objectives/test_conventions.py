"""The sources write one loss in two ways: with labels, and as a difference of means."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.objectives.wgan_gp import Loss
from wgan.gan.run import Run


@dataclass(frozen=True)
class Labelled(Loss):
    """mean(label * score), as Keras's listings have it."""

    real_label: float = -1.0

    def _loss(self, label, scores):
        return tf.reduce_mean(tf.fill(scores.shape, label) * scores)

    def real_loss(self, scores, draw):
        return self._loss(self.real_label, scores)

    def fake_loss(self, scores, draw):
        return self._loss(-self.real_label, scores)

    def generator_loss(self, scores):
        return self._loss(self.real_label, scores)


@pytest.fixture
def trained(make_run):
    """Train three steps under an objective; with `mirrored`, from the critic with opposite scores."""

    def train(objective=None, mirrored=False):
        run = make_run(log_every=1, n_critic=2)
        if objective is not None:
            run = Run(replace(run.config, objective=objective), run.train, run.validation, 3)
        if mirrored:
            _mirror(run.critic)
        for step in range(3):
            run.advance(*run.train.draw(run.streams["real"], step, (2, 4)))
        return run, run.finish().history

    return train


def _mirror(critic):
    for weight in critic.layers[-1].weights:
        weight.assign(-weight)


def same(one, other):
    for left, right in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(left, right, atol=2e-5)


def test_labels_minus_1_real_and_1_fake_are_the_difference_form(trained):
    run, history = trained()
    labelled, labelled_history = trained(Labelled(penalty_every=1, real_label=-1.0))
    same(run.critic, labelled.critic)
    same(run.generator, labelled.generator)
    np.testing.assert_allclose(labelled_history, history, rtol=1e-3, atol=1e-4)


def test_labels_the_other_way_round_mirror_the_critic_alone(trained):
    run, history = trained()
    reverse, reversed_history = trained(Labelled(penalty_every=1, real_label=1.0), mirrored=True)
    same(run.generator, reverse.generator)
    for column in ("critic_loss", "generator_loss", "gradient_penalty"):
        np.testing.assert_allclose(reversed_history[column], history[column], rtol=1e-3, atol=1e-4)
    # the distance that the critic estimates is the same; only the sign of its scores differs
    for column in ("wasserstein", "validation_wasserstein"):
        np.testing.assert_allclose(-reversed_history[column], history[column], rtol=1e-3, atol=1e-4)
    _mirror(reverse.critic)
    same(run.critic, reverse.critic)
