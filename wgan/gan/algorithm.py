"""Algorithm 1 of the WGAN-GP paper (arXiv 1704.00028), and of the WGAN paper (1701.07875).

One `step` is `n_critic` critic updates, each on latents of its own and a real batch of its own, or one
that all share, then one generator update. Everything random in it is a function of (seed, step).
"""

import keras
import tensorflow as tf

from wgan.gan.augment import DRAWS
from wgan.gan.batch import Batch, Condition, join, joined
from wgan.gan.config import TrainConfig
from wgan.gan.critic_losses import CriticLosses, Draws, Due, Update
from wgan.gan.devices import own_part, together
from wgan.gan.randomness import Stream
from wgan.gan.record import GAP, STEPWISE

MOVES = ("real moves", "fake moves", "held-out moves", "generator moves")
"""Streams that augmentation draws from."""


class Algorithm:
    """The updates of critic and generator."""

    def __init__(
        self,
        config: TrainConfig,
        generator: keras.Model,
        critic: keras.Model,
        critic_optimizer: keras.Optimizer,
        generator_optimizer: keras.Optimizer,
    ) -> None:
        self.n_critic = config.n_critic
        self.batch = config.batch_size
        self.generator_batch = config.generator_batch
        self.replicas = tf.distribute.get_strategy().num_replicas_in_sync
        self.latent_dim = config.latent_dim
        self.latents_from = config.latents
        self.objective = config.objective
        self.augmentation = config.augmentation
        self.generator = generator
        self.critic = critic
        self.critic_optimizer = critic_optimizer
        self.generator_optimizer = generator_optimizer
        self.fakes_in_training_mode = config.fakes == "training"
        # one call makes all fakes of a step, unless batch normalization must see them batch by batch
        self.fakes_at_once = not (self.fakes_in_training_mode and _depends_on_mode(generator))
        self.losses = CriticLosses(config.objective, critic)
        self.critic_losses = self.losses.of(config.batching)
        # a batch of real and fake images shares its normalization
        self.mixes = config.batching == "joint" and config.critic_norm
        # Keras's Dropout of rate 0 draws nothing, and has no generator of seeds
        self.drawing = [
            layer
            for model in (critic, generator)
            for layer in _leaves(model)
            if hasattr(layer, "seed_generator")
        ]
        self.streams = {
            name: Stream(config.seed, name)
            for name in ("critic latents", "generator latents", "objective", "dropout", *MOVES)
        }

    def step(
        self,
        index: tf.Tensor,
        real: Batch,
        fake_condition: Condition,
        held_out: Batch,
    ) -> tf.Tensor:
        """Perform step number `index` (int64, from 0), or one replica's part of it.

        `real` has a leading axis of n_critic batches; `fake_condition` is the labels of the
        generator's own batch; `held_out` is scored, not trained on. Returns STEPWISE, in its order, to be
        summed over the replicas.
        """
        fakes = self._fakes(index, real.condition)
        updates = []
        for i in range(self.n_critic):
            number = index * self.n_critic + i
            labels = tuple(part[i] for part in real.condition)
            if i == self.n_critic - 1:
                # before the update, as the scores of real and fake images in its loss are
                held_out_score = self._held_out_score(
                    held_out, index, Batch(fakes[i], labels), number
                )
            images = self._moved("real moves", real.images[i], number)
            fake = self._moved("fake moves", fakes[i], number)
            due = self._penalty_due(number, i)
            updates.append(self.critic_step(number, images, fake, labels, due))
        generator_loss = self.generator_step(index, fake_condition)
        loss, penalty, real_score, fake_score = tf.unstack(
            tf.reduce_mean(tf.stack(updates), axis=0)
        )
        last = updates[-1]
        measured = {
            "critic_loss": loss,
            "gradient_penalty": penalty,
            "generator_loss": generator_loss,
            "real_score": last.real_score,
            "fake_score": last.fake_score,
            "validation_score": held_out_score,
            GAP: real_score - fake_score,
        }
        return tf.stack([measured[name] for name in STEPWISE]) / self.replicas

    def critic_step(
        self,
        number: tf.Tensor,
        real: tf.Tensor,
        fake: tf.Tensor,
        condition: Condition,
        due: Due = True,
    ) -> Update:
        """Critic update `number` of the run (two, real then fake, when they alternate); returns their sum."""
        draws = self.streams["objective"].uniform((len(Draws._fields), self.batch), number)
        drawn = Draws(*tf.unstack(own_part(draws, axis=1)))
        updates = []
        for critic_loss in self.critic_losses:
            with tf.GradientTape() as tape:
                update = critic_loss(real, fake, condition, drawn, due)
                loss = update.loss / self.replicas  # their gradients are summed
            weights = self.critic.trainable_variables
            self.critic_optimizer.apply(tape.gradient(loss, weights), weights)
            together(lambda: self.objective.constrain(self.critic))
            updates.append(update)
        return Update(*(sum(parts) for parts in zip(*updates, strict=True)))

    def generator_step(self, index: tf.Tensor, condition: Condition) -> tf.Tensor:
        """One generator update on latents of its own; returns the loss."""
        latents = self._latents("generator latents", (self.generator_batch,), index)
        with tf.GradientTape() as tape:
            images = self.generator(join(latents, condition), training=True)
            images = self._moved("generator moves", images, index)
            scores = self.critic(join(images, condition), training=True)
            loss = self.objective.generator_loss(scores)
            part = loss / self.replicas
        weights = self.generator.trainable_variables
        self.generator_optimizer.apply(tape.gradient(part, weights), weights)
        return loss

    def _held_out_score(
        self, held_out: Batch, index: tf.Tensor, fake: Batch, number: tf.Tensor
    ) -> tf.Tensor:
        """Mean score, given as real images get theirs, without a trace in the critic's state.

        `fake` is what critic update `number` is about to see.
        """
        seen = Batch(self._moved("held-out moves", held_out.images, index), held_out.condition)
        # not shared with the update: TensorFlow would sum in another order, to other bytes
        moved = Batch(self._moved("fake moves", fake.images, number), fake.condition)
        inputs = joined(seen, moved) if self.mixes else join(*seen)
        critic = self.critic
        scores, _ = critic.stateless_call(
            critic.trainable_variables, critic.non_trainable_variables, inputs, training=True
        )
        return tf.reduce_mean(scores[: held_out.images.shape[0]])

    def _penalty_due(self, number: tf.Tensor, i: int) -> Due:
        """Whether critic update `number` of the run, the i-th of its step, takes the penalty."""
        every = self.objective.penalty_every
        # every step is alike: the graph holds the penalty where it is due, and no branch
        return i % every == 0 if self.n_critic % every == 0 else number % every == 0

    def _fakes(self, index: tf.Tensor, condition: Condition) -> tf.Tensor:
        """All fakes of a step, (n_critic, batch, H, W, C), under the labels of the real batches."""
        n, training = self.n_critic, self.fakes_in_training_mode
        latents = self._latents("critic latents", (n, self.batch), index)
        if self.fakes_at_once:
            flat = (tf.reshape(part, (-1, part.shape[-1])) for part in (latents, *condition))
            first, *rest = flat
            images = self.generator(join(first, tuple(rest)), training=training)
            return tf.reshape(images, (n, -1, *images.shape[1:]))
        return tf.stack(
            [
                self.generator(
                    join(latents[i], tuple(part[i] for part in condition)), training=True
                )
                for i in range(n)
            ]
        )

    def _latents(self, stream: str, shape: tuple[int, ...], index: tf.Tensor) -> tf.Tensor:
        """Of the shape (*shape, latent_dim), or this replica's part of the last axis of `shape`."""
        full = (*shape, self.latent_dim)
        source = self.streams[stream]
        uniform = self.latents_from == "uniform"
        drawn = source.uniform(full, index, -1.0, 1.0) if uniform else source.normal(full, index)
        return own_part(drawn, axis=len(shape) - 1)

    def _moved(self, stream: str, images: tf.Tensor, index: tf.Tensor) -> tf.Tensor:
        """The images as the critic sees them: moved at random, if augmentation is on."""
        if not self.augmentation:
            return images
        count = self.generator_batch if stream == "generator moves" else self.batch
        draw = self.streams[stream].uniform((DRAWS, count), index)
        return self.augmentation(images, own_part(draw, axis=1))

    def reseed_dropout(self, index: tf.Tensor) -> None:
        """Make the masks a function of the step, so that a resumed run draws the same.

        Called before `step`, once for all replicas.
        """
        if self.drawing:
            seeds = self.streams["dropout"].bits((len(self.drawing), 2), index)
            for layer, seed in zip(self.drawing, tf.unstack(seeds), strict=True):
                layer.seed_generator.state.assign(seed)


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
