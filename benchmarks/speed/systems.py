"""The systems whose training is measured: recipes, and images made up for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.common import params
from benchmarks.common.context import ROOT
from stages.train import main as train_stage
from wgan.gan.config import TrainConfig, train_config
from wgan.images import Float

IMAGES = 2000
"""More than one batch, and little enough to be made at once; their number doesn't matter here."""


@dataclass(frozen=True)
class System:
    """A recipe, with the changes that it is measured under."""

    title: str
    recipe: Path
    changes: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def config(self) -> TrainConfig:
        """As the train stage reads it."""
        given = self._section("train") | dict(self.changes)
        text = {key: str(value) for key, value in given.items() if value is not None}
        # not through the stage's own class: that would read the params.yaml of this folder
        options = click.Command.make_context(train_stage, "train", [], default_map=text).params
        return train_config(options)

    @cached_property
    def shape(self) -> tuple[int, int, int]:
        """Height, width, channels."""
        given = self._section("prepare")
        return given["image_size"], given["image_size"], int(given["channels"])

    def images(self, count: int = IMAGES) -> Float:
        """Noise in [-1, 1]: (count, H, W, C)."""
        rng = np.random.default_rng(0)
        return rng.uniform(-1, 1, (count, *self.shape)).astype(np.float32)

    def _section(self, name: str) -> dict[str, Any]:
        return params.read(self.recipe)[name]


SYSTEMS = {
    "1": System("System 1: WGAN, 28x28", ROOT / "recipes/mnist-sevens-wgan.yaml"),
    # the penalty at every update and no labels, as the contenders have it
    "default": System(
        "The default: WGAN-GP, 28x28",
        ROOT / "params.yaml",
        {"penalty_every": 1, "conditional": False},
    ),
    "6": System(
        "System 6: WGAN-GP, 64x64, batch 64",
        ROOT / "recipes/celeba-wgan-gp.yaml",
        {"batch_size": 64},
    ),
}
