"""The parts of a run from its choices: networks with seeded weights, and optimizers."""

import keras

from wgan.gan import networks
from wgan.gan.config import TrainConfig
from wgan.gan.networks.spec import Networks, Spec
from wgan.gan.randomness import key


def build_pair(config: TrainConfig, shape: tuple[int, ...], classes: int) -> Networks:
    """(generator, critic) for images of `shape` (S, S, C), with the run's initial weights.

    Raises InputError if the network doesn't take images of that size.
    """
    side = shape[0]
    networks.refuse_side(config.network, side)
    spec = Spec(
        image_size=side,
        channels=shape[-1],
        latent_dim=config.latent_dim,
        latents=config.latents,
        classes=classes,
        kernel_std=config.kernel_std,
        dropout=config.dropout,
        critic_norm=config.critic_norm,
    )
    keras.utils.set_random_seed(key(config.seed, "weights") % 2**32)
    return networks.pair(config.network).build(spec)


def build_optimizer(
    config: TrainConfig, model: keras.Model, learning_rate: float
) -> keras.Optimizer:
    """Adam or RMSProp with slots for `model`; decay d gives learning_rate / (1 + d * updates)."""
    rate: float | keras.optimizers.schedules.LearningRateSchedule = learning_rate
    if config.learning_rate_decay:
        rate = keras.optimizers.schedules.InverseTimeDecay(
            learning_rate, decay_steps=1, decay_rate=config.learning_rate_decay
        )
    common = {
        "learning_rate": rate,
        "epsilon": config.epsilon,
        "clipvalue": config.gradient_clip,
    }
    optimizer: keras.Optimizer
    if config.optimizer == "rmsprop":
        optimizer = keras.optimizers.RMSprop(rho=config.rho, **common)
    else:
        optimizer = keras.optimizers.Adam(beta_1=config.beta_1, beta_2=config.beta_2, **common)
    optimizer.build(model.trainable_variables)
    return optimizer
