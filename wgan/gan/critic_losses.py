"""What a critic update minimizes, by the way in which real and generated images come together."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import keras
import tensorflow as tf

from wgan.gan.batch import Batch, Condition, join, joined
from wgan.gan.objective import Objective

Due: TypeAlias = bool | tf.Tensor
"""Whether an update takes the penalty: known when the graph is built, or a scalar in it."""


class Update(NamedTuple):
    """What a critic update was made from: scalars."""

    loss: tf.Tensor
    """With the penalty."""
    penalty: tf.Tensor
    real_score: tf.Tensor
    """Mean over the batch, before the update."""
    fake_score: tf.Tensor


class Draws(NamedTuple):
    """What an objective may draw for an update: numbers from U[0, 1), (N,) each."""

    real_noise: tf.Tensor
    """For the labels of real images."""
    fake_noise: tf.Tensor
    points: tf.Tensor
    """Where between a real and a generated image the penalty is taken."""


CriticLoss = Callable[[tf.Tensor, tf.Tensor, Condition, Draws, Due], Update]


class CriticLosses:
    """Functions of real and generated images, their labels, draws, and whether the penalty is due."""

    def __init__(self, objective: Objective, critic: keras.Model) -> None:
        self.objective = objective
        self.critic = critic

    def of(self, batching: str) -> list[CriticLoss]:
        """One loss for each update that a critic iteration makes, in their order."""
        losses: dict[str, list[CriticLoss]] = {
            "joint": [self._joint],
            "separate": [self._separate],
            "alternate": [self._real_only, self._fake_only],
        }
        return losses[batching]

    def _joint(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draws: Draws, due: Due
    ) -> Update:
        """Real and fake in one batch: batch normalization in the critic mixes them."""
        scores = self.critic(joined(Batch(real, condition), Batch(fake, condition)), training=True)
        real_scores, fake_scores = tf.split(scores, 2)
        return self._both(real_scores, fake_scores, real, fake, condition, draws, due)

    def _separate(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draws: Draws, due: Due
    ) -> Update:
        """Real and fake apart, one update for both."""
        real_scores = self.critic(join(real, condition), training=True)
        fake_scores = self.critic(join(fake, condition), training=True)
        return self._both(real_scores, fake_scores, real, fake, condition, draws, due)

    def _real_only(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draws: Draws, due: Due
    ) -> Update:
        """The first of two updates."""
        scores = self.critic(join(real, condition), training=True)
        none = tf.zeros(())
        return Update(
            self.objective.real_loss(scores, draws.real_noise), none, tf.reduce_mean(scores), none
        )

    def _fake_only(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draws: Draws, due: Due
    ) -> Update:
        """The second of two updates; a penalty goes with it."""
        scores = self.critic(join(fake, condition), training=True)
        penalty = self._penalty(real, fake, condition, draws.points, due)
        loss = self.objective.fake_loss(scores, draws.fake_noise) + penalty
        return Update(loss, penalty, tf.zeros(()), tf.reduce_mean(scores))

    def _both(
        self,
        real_scores: tf.Tensor,
        fake_scores: tf.Tensor,
        real: tf.Tensor,
        fake: tf.Tensor,
        condition: Condition,
        draws: Draws,
        due: Due,
    ) -> Update:
        loss = self.objective.real_loss(real_scores, draws.real_noise)
        loss += self.objective.fake_loss(fake_scores, draws.fake_noise)
        penalty = self._penalty(real, fake, condition, draws.points, due)
        return Update(
            loss + penalty, penalty, tf.reduce_mean(real_scores), tf.reduce_mean(fake_scores)
        )

    def _penalty(
        self,
        real: tf.Tensor,
        fake: tf.Tensor,
        condition: Condition,
        points: tf.Tensor,
        due: Due,
    ) -> tf.Tensor:
        def score(images: tf.Tensor) -> tf.Tensor:
            return self.critic(join(images, condition), training=True)

        def taken() -> tf.Tensor:
            return self.objective.penalty(score, real, fake, points)

        def spared() -> tf.Tensor:
            return tf.zeros(())

        if isinstance(due, bool):
            return taken() if due else spared()
        return tf.cond(due, taken, spared)
