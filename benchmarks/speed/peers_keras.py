"""The usual ways to train in Keras, on our networks: what people would write without this project."""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.speed.ours import Steps, steady
from benchmarks.speed.systems import SYSTEMS
from wgan.gan.objectives.wgan import Loss as Clipped
from wgan.gan.objectives.wgan_gp import Loss as Penalized
from wgan.images import Float

if TYPE_CHECKING:
    from wgan.gan.config import TrainConfig


Pair = tuple[Any, Any]
"""Generator and critic, Keras models."""
TUTORIAL, FIT = "Keras, train_on_batch and predict", "Keras, Model.fit with a train_step"


def usual(system: str, seconds: float, *, onednn: bool = False) -> dict[str, Callable[[], float]]:
    """The tutorials' loop for system 1, `fit` with a train_step of one's own for the others.

    As TensorFlow comes, or with its faster convolutions, which it leaves off where processors are
    older; in a process of its own, for it reads that once.
    """
    if onednn:
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"
    chosen = SYSTEMS[system]
    name, made = (TUTORIAL, tutorial_steps) if system == "1" else (FIT, fit_steps)
    return {
        f"{name}, oneDNN on" if onednn else name: steady(
            made(chosen.config, chosen.images()), seconds
        )
    }


def tutorial_steps(config: "TrainConfig", images: Float, pair: Pair | None = None) -> Steps:
    """Critic and generator by train_on_batch, fakes by predict; kernels clipped by constraints."""
    generator, critic = pair or networks(config, images)
    import keras

    def loss(labels: Any, scores: Any) -> Any:
        return keras.ops.mean(labels * scores)

    assert isinstance(config.objective, Clipped)
    _clip_kernels(critic, config.objective.clip_value)
    half, whole = config.batch_size, config.generator_batch
    ones, minus_ones = np.ones((half, 1), np.float32), -np.ones((half, 1), np.float32)
    critic.compile(loss=loss, optimizer=keras.optimizers.RMSprop(config.learning_rate))
    # its training function is made now: what is frozen below stays trainable in it
    critic.train_on_batch(images[:half], minus_ones)
    for layer in critic.layers:
        if not isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    both = keras.Sequential([generator, critic])
    both.compile(loss=loss, optimizer=keras.optimizers.RMSprop(config.learning_rate))
    rng = np.random.default_rng(0)

    def latents(count: int) -> Float:
        return rng.standard_normal((count, config.latent_dim), np.float32)

    def steps(count: int) -> float:
        start = time.perf_counter()
        for _ in range(count):
            for _ in range(config.n_critic):
                real = images[rng.integers(0, len(images), half)]
                critic.train_on_batch(real, minus_ones)
                fake = generator.predict(latents(half), verbose=0)
                critic.train_on_batch(fake, ones)
            both.train_on_batch(latents(whole), -np.ones((whole, 1), np.float32))
        return time.perf_counter() - start

    return steps


def _clip_kernels(critic: Any, most: float) -> None:
    """Let the optimizer clip the convolution kernels after each update."""
    import keras

    class Clip(keras.constraints.Constraint):
        def __call__(self, w: Any) -> Any:
            return keras.ops.clip(w, -most, most)

    for layer in critic.layers:
        if isinstance(layer, keras.layers.Conv2D):
            layer.kernel.constraint = Clip()


def fit_steps(config: "TrainConfig", images: Float, pair: Pair | None = None) -> Steps:
    """The usual WGAN-GP model: its train_step has the critic's loop, the penalty and two tapes."""
    generator, critic = pair or networks(config, images)
    import keras
    import tensorflow as tf

    batch, n_critic = config.batch_size, config.n_critic
    assert isinstance(config.objective, Penalized)
    gp_weight = config.objective.gp_weight

    class WassersteinGP(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.generator, self.critic = generator, critic

        def compile(self, critic_optimizer: Any, generator_optimizer: Any) -> None:
            super().compile()
            self.critic_optimizer = critic_optimizer
            self.generator_optimizer = generator_optimizer

        def penalty(self, real: Any, fake: Any) -> Any:
            mixed = real + tf.random.uniform((batch, 1, 1, 1)) * (fake - real)
            with tf.GradientTape() as tape:
                tape.watch(mixed)
                scores = self.critic(mixed, training=True)
            gradient = tape.gradient(scores, mixed)
            norm = tf.sqrt(tf.reduce_sum(tf.square(gradient), axis=[1, 2, 3]) + 1e-12)
            return tf.reduce_mean(tf.square(norm - 1.0))

        def train_step(self, data: Any) -> dict[str, Any]:
            for i in range(n_critic):
                with tf.GradientTape() as tape:
                    fake = self.generator(self.latents(), training=True)
                    real_scores = self.critic(data[i], training=True)
                    fake_scores = self.critic(fake, training=True)
                    critic_loss = tf.reduce_mean(fake_scores) - tf.reduce_mean(real_scores)
                    critic_loss += gp_weight * self.penalty(data[i], fake)
                weights = self.critic.trainable_variables
                self.critic_optimizer.apply(tape.gradient(critic_loss, weights), weights)
            with tf.GradientTape() as tape:
                scores = self.critic(self.generator(self.latents(), training=True), training=True)
                generator_loss = -tf.reduce_mean(scores)
            weights = self.generator.trainable_variables
            self.generator_optimizer.apply(tape.gradient(generator_loss, weights), weights)
            return {"critic_loss": critic_loss, "generator_loss": generator_loss}

        def latents(self) -> Any:
            return tf.random.normal((batch, config.latent_dim))

    def adam() -> keras.Optimizer:
        return keras.optimizers.Adam(
            config.learning_rate, beta_1=config.beta_1, beta_2=config.beta_2
        )

    clock = _clock(keras)
    model = WassersteinGP()
    model.compile(adam(), adam())
    data = tf.data.Dataset.from_tensor_slices(images).shuffle(len(images)).repeat()
    data = data.batch(batch).batch(n_critic).prefetch(tf.data.AUTOTUNE)

    def steps(count: int) -> float:
        # one step more: the first waits until the shuffling has begun
        model.fit(data, steps_per_epoch=count + 1, shuffle=False, verbose=0, callbacks=[clock])
        return float(clock.times[-1] - clock.times[0])

    return steps


def _clock(keras: Any) -> Any:
    class Clock(keras.callbacks.Callback):
        def on_train_begin(self, logs: Any = None) -> None:
            self.times: list[float] = []

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.times.append(time.perf_counter())

    return Clock()


def networks(config: "TrainConfig", images: Float) -> Pair:
    """Generator and critic of our pair, without labels."""
    # as a user's script imports it: without the settings of our stages
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    from wgan.gan.build import build_pair

    return build_pair(config, images.shape[1:], 0)
