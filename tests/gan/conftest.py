"""A run small enough to take a step in milliseconds."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wgan.gan.config import TrainConfig, train_config
from wgan.gan.dataset import Split
from wgan.gan.run import Run

TINY: dict[str, Any] = {
    "n_critic": 2,
    "steps": 4,
    "batch_size": 4,
    "latent_dim": 3,
    "ema_decay": 0.9,
    "candidate_every": 2,
    "log_every": 2,
    # whatever the defaults are
    "conditional": False,
    "keep": "best",
    "schedule": "constant",
    "critic_labels": "planes",
    "penalty_every": 1,
}


def tiny_config(**changes: object) -> TrainConfig:
    """The small run's choices, with those of `changes`."""
    return train_config(TINY | changes)


@pytest.fixture(autouse=True)
def without_graphs(eager: None) -> None:
    """Every test here, unless marked `graph`."""


@pytest.fixture
def tiny() -> TrainConfig:
    return tiny_config()


def _split(count: int, seed: int) -> Split:
    rng = np.random.default_rng(seed)
    images = rng.uniform(-1, 1, (count, 8, 8, 1)).astype(np.float32)
    return Split(images, np.arange(count) % 3)


@pytest.fixture(scope="session")
def make_run() -> Callable[..., Run]:
    """Build a run on 8x8 noise of three classes; keywords change the configuration."""

    def make(start: Mapping[str, Path] | None = None, **changes: object) -> Run:
        return Run(tiny_config(**changes), _split(20, 0), _split(8, 1), classes=3, start=start)

    return make
