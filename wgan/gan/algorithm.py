"""Algorithm 1 of the WGAN-GP paper (arXiv 1704.00028), and of the WGAN paper (1701.07875).

One `step` is `n_critic` critic updates, each on its own real batch and its own latents, then one
generator update. Everything random in it is a function of (seed, step).
"""

from collections.abc import Callable

import keras
import tensorflow as tf

from wgan.gan.config import TrainConfig
from wgan.gan.objectives import Objective
from wgan.gan.randomness import Stream

Condition = tuple[tf.Tensor, ...]
"""One-hot labels (N, classes) for a conditional pair, else nothing."""
Loss = Callable[[tf.Tensor, tf.Tensor, Condition, tf.Tensor], tuple[tf.Tensor, tf.Tensor]]


class Algorithm:
    """The updates of critic and generator."""

    def __init__(
        self,
        config: TrainConfig,
        objective: Objective,
        generator: keras.Model,
        critic: keras.Model,
        critic_optimizer: keras.Optimizer,
        generator_optimizer: keras.Optimizer,
    ) -> None:
        self.n_critic = config.n_critic
        self.batch = config.batch_size
        self.generator_batch = config.generator_batch
        self.latent_dim = config.latent_dim
        self.latents_from = config.latents
        self.objective = objective
        self.generator = generator
        self.critic = critic
        self.critic_optimizer = critic_optimizer
        self.generator_optimizer = generator_optimizer
        self.fakes_in_training_mode = config.fakes == "training"
        # one call makes all fakes of a step, unless batch normalization must see them batch by batch
        self.fakes_at_once = not (self.fakes_in_training_mode and _depends_on_mode(generator))
        losses: dict[str, list[Loss]] = {
            "joint": [self._joint],
            "separate": [self._separate],
            "alternate": [self._real_only, self._fake_only],
        }
        self.critic_losses = losses[config.batching]
        self.dropouts = [
            layer for layer in _leaves(critic) if isinstance(layer, keras.layers.Dropout)
        ]
        self.streams = {
            name: Stream(config.seed, name)
            for name in ("critic latents", "generator latents", "objective", "dropout")
        }

    def step(
        self, index: tf.Tensor, real: tf.Tensor, condition: Condition, fake_condition: Condition
    ) -> tf.Tensor:
        """Perform step number `index` (int64, from 0).

        `real` is (n_critic, batch, H, W, C) in [-1, 1] and `condition` its labels, (n_critic, batch,
        classes); `fake_condition` is the labels of the generator's own batch. Returns the critic's
        loss, the penalty in it (both means over the critic updates) and the generator's loss, (3,).
        """
        self._reseed_dropout(index)
        fakes = self._fakes(index, condition)
        losses = []
        for i in range(self.n_critic):
            labels = tuple(part[i] for part in condition)
            losses.append(self.critic_step(index * self.n_critic + i, real[i], fakes[i], labels))
        generator_loss = self.generator_step(index, fake_condition)
        critic_loss, penalty = tf.unstack(tf.reduce_mean(tf.stack(losses), axis=0))
        return tf.stack([critic_loss, penalty, generator_loss])

    def critic_step(
        self, index: tf.Tensor, real: tf.Tensor, fake: tf.Tensor, condition: Condition
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """One critic update (two, real then fake, when they alternate); returns loss and penalty."""
        draw = self.streams["objective"].uniform((3, self.batch), index)
        total = penalty_total = tf.zeros(())
        for critic_loss in self.critic_losses:
            with tf.GradientTape() as tape:
                loss, penalty = critic_loss(real, fake, condition, draw)
            weights = self.critic.trainable_variables
            self.critic_optimizer.apply(tape.gradient(loss, weights), weights)
            self.objective.constrain(self.critic)
            total += loss
            penalty_total += penalty
        return total, penalty_total

    def generator_step(self, index: tf.Tensor, condition: Condition) -> tf.Tensor:
        """One generator update on latents of its own; returns the loss."""
        latents = self._latents("generator latents", self.generator_batch, index)
        with tf.GradientTape() as tape:
            images = self.generator(_join(latents, condition), training=True)
            scores = self.critic(_join(images, condition), training=True)
            loss = self.objective.generator_loss(scores)
        weights = self.generator.trainable_variables
        self.generator_optimizer.apply(tape.gradient(loss, weights), weights)
        return loss

    def _joint(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draw: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Real and fake in one batch: batch normalization in the critic mixes them."""
        both = tuple(tf.concat([part, part], axis=0) for part in condition)
        scores = self.critic(_join(tf.concat([real, fake], axis=0), both), training=True)
        real_scores, fake_scores = tf.split(scores, 2)
        return self._with_penalty(real_scores, fake_scores, real, fake, condition, draw)

    def _separate(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draw: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Real and fake apart, one update for both."""
        real_scores = self.critic(_join(real, condition), training=True)
        fake_scores = self.critic(_join(fake, condition), training=True)
        return self._with_penalty(real_scores, fake_scores, real, fake, condition, draw)

    def _real_only(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draw: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The first of two updates."""
        scores = self.critic(_join(real, condition), training=True)
        return self.objective.real_loss(scores, draw[0]), tf.zeros(())

    def _fake_only(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draw: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The second of two updates; a penalty goes with it."""
        scores = self.critic(_join(fake, condition), training=True)
        penalty = self._penalty(real, fake, condition, draw[2])
        return self.objective.fake_loss(scores, draw[1]) + penalty, penalty

    def _with_penalty(
        self,
        real_scores: tf.Tensor,
        fake_scores: tf.Tensor,
        real: tf.Tensor,
        fake: tf.Tensor,
        condition: Condition,
        draw: tf.Tensor,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        loss = self.objective.real_loss(real_scores, draw[0])
        loss += self.objective.fake_loss(fake_scores, draw[1])
        penalty = self._penalty(real, fake, condition, draw[2])
        return loss + penalty, penalty

    def _penalty(
        self, real: tf.Tensor, fake: tf.Tensor, condition: Condition, draw: tf.Tensor
    ) -> tf.Tensor:
        def score(images: tf.Tensor) -> tf.Tensor:
            return self.critic(_join(images, condition), training=True)

        return self.objective.penalty(score, real, fake, draw)

    def _fakes(self, index: tf.Tensor, condition: Condition) -> tf.Tensor:
        """All fakes of a step, (n_critic, batch, H, W, C), under the labels of the real batches."""
        n, batch, training = self.n_critic, self.batch, self.fakes_in_training_mode
        latents = self._latents("critic latents", n * batch, index)
        if self.fakes_at_once:
            flat = tuple(tf.reshape(part, (n * batch, -1)) for part in condition)
            images = self.generator(_join(latents, flat), training=training)
            return tf.reshape(images, (n, batch, *images.shape[1:]))
        parts = tf.split(latents, n)
        return tf.stack(
            [
                self.generator(_join(parts[i], tuple(part[i] for part in condition)), training=True)
                for i in range(n)
            ]
        )

    def _latents(self, stream: str, count: int, index: tf.Tensor) -> tf.Tensor:
        shape = (count, self.latent_dim)
        if self.latents_from == "uniform":
            return self.streams[stream].uniform(shape, index, -1.0, 1.0)
        return self.streams[stream].normal(shape, index)

    def _reseed_dropout(self, index: tf.Tensor) -> None:
        """Make the masks a function of the step, so that a resumed run draws the same."""
        if self.dropouts:
            seeds = self.streams["dropout"].bits((len(self.dropouts), 2), index)
            for layer, seed in zip(self.dropouts, tf.unstack(seeds), strict=True):
                layer.seed_generator.state.assign(seed)


def _join(first: tf.Tensor, condition: Condition) -> tf.Tensor | list[tf.Tensor]:
    """The inputs of a network: alone, or with the labels of a conditional pair."""
    return [first, *condition] if condition else first


def _leaves(model: keras.Model) -> list[keras.Layer]:
    """All layers, also those of models inside the model."""
    return [
        leaf
        for layer in model.layers
        for leaf in (_leaves(layer) if isinstance(layer, keras.Model) else [layer])
    ]


def _depends_on_mode(model: keras.Model) -> bool:
    kinds = (keras.layers.BatchNormalization, keras.layers.Dropout)
    return any(isinstance(layer, kinds) for layer in _leaves(model))
