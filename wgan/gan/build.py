"""The parts of a run from its choices: networks with seeded weights, and optimizers."""

import keras

from wgan.gan import networks
from wgan.gan.config import TrainConfig
from wgan.gan.networks.spec import Networks, Spec
from wgan.gan.randomness import key
from wgan.gan.schedule import Linear


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
        critic_labels=config.critic_labels,
        width=config.width,
        kernel_std=config.kernel_std,
        dropout=config.dropout,
        critic_norm=config.critic_norm,
    )
    keras.utils.set_random_seed(key(config.seed, "weights") % 2**32)
    return networks.pair(config.network).build(spec)


def build_optimizer(
    config: TrainConfig, model: keras.Model, learning_rate: float, updates: int = 1
) -> keras.Optimizer:
    """Adam or RMSProp with slots for `model`, called `updates` times a step.

    Decay d gives learning_rate / (1 + d * updates so far), a schedule what `Linear` says.
    """
    common = {
        "learning_rate": _rate(config, learning_rate, updates),
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


def _rate(
    config: TrainConfig, learning_rate: float, updates: int
) -> float | keras.optimizers.schedules.LearningRateSchedule:
    # Keras takes no whole number
    learning_rate = float(learning_rate)
    if config.learning_rate_decay:
        return keras.optimizers.schedules.InverseTimeDecay(
            learning_rate, decay_steps=1, decay_rate=config.learning_rate_decay
        )
    if config.schedule == "constant":
        return learning_rate
    start = config.steps // 2 if config.schedule == "late-linear" else 0
    return Linear(learning_rate, updates, start, config.steps)
