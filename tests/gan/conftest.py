"""A run small enough to take a step in milliseconds."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from wgan.gan.config import TrainConfig
from wgan.gan.dataset import Split
from wgan.gan.run import Run

TINY = TrainConfig(
    loss="wgan-gp",
    n_critic=2,
    gp_weight=10.0,
    clip_value=0.01,
    clip="all",
    label_noise=0.1,
    batching="joint",
    fakes="training",
    steps=4,
    batch_size=4,
    generator_batch_size=None,
    latent_dim=3,
    latents="normal",
    optimizer="adam",
    learning_rate=1e-3,
    generator_learning_rate=None,
    learning_rate_decay=0.0,
    beta_1=0.5,
    beta_2=0.9,
    rho=0.9,
    epsilon=1e-7,
    gradient_clip=None,
    network="compact",
    conditional=False,
    kernel_std=None,
    dropout=0.0,
    critic_norm=False,
    ema_decay=0.9,
    keep="best",
    candidate_every=2,
    log_every=2,
    devices="one",
    precision="float32",
    seed=0,
)


@pytest.fixture(autouse=True)
def without_graphs(eager: None) -> None:
    """Every test here, unless marked `graph`."""


@pytest.fixture
def tiny() -> TrainConfig:
    return TINY


def _split(count: int, seed: int) -> Split:
    rng = np.random.default_rng(seed)
    images = rng.uniform(-1, 1, (count, 8, 8, 1)).astype(np.float32)
    return Split(images, np.arange(count) % 3)


@pytest.fixture(scope="session")
def make_run() -> Callable[..., Run]:
    """Build a run on 8x8 noise of three classes; keywords change the configuration."""

    def make(**changes: object) -> Run:
        return Run(replace(TINY, **changes), _split(20, 0), _split(8, 1), classes=3)

    return make
