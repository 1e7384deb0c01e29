"""Every file of recipes/ is a whole params.yaml, and trains."""

import importlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.config import train_config
from wgan.gan.dataset import Split
from wgan.gan.run import Run
from wgan.history import AT_CANDIDATES
from wgan.options import SECTIONS

ROOT = Path(__file__).parents[2]
RECIPES = sorted((ROOT / "recipes").glob("*.yaml"))
COMMANDS = {name: importlib.import_module(f"stages.{name}").main for name in SECTIONS}
recipe = pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)


def options(path, section):
    """The section of a recipe as its command understands it; the working folder is empty."""
    shutil.copy(path, "params.yaml")
    return COMMANDS[section].make_context(section, []).params


def split(count, size, channels, classes, seed):
    rng = np.random.default_rng(seed)
    images = rng.uniform(-1, 1, (count, size, size, channels)).astype(np.float32)
    return Split(images, np.arange(count) % classes)


def weights(model):
    return [weight.numpy() for weight in model.trainable_variables]


def test_the_published_systems_are_there():
    assert {path.stem for path in RECIPES} == {
        "mnist-sevens-wgan", "mnist-wgan-dense", "mnist-wgan-dense-mended", "anime-wgan",
        "anime-wgan-mended", "anime-wgan-gp", "bricks-dcgan", "bricks-dcgan-mended",
        "celeba-wgan-gp", "celeba-blond-cgan", "mnist-conditional",
    }  # fmt: skip


@recipe
def test_the_commands_accept_a_recipe(path, in_tmp):
    for section, command in COMMANDS.items():
        assert options(path, section).keys() >= {option.name for option in command.params}


@recipe
def test_a_recipe_trains_for_two_steps_at_its_image_size(path, in_tmp, monkeypatch):
    monkeypatch.setattr("wgan.gan.inspection.PICTURED", (2, 2))
    prepare = options(path, "prepare")
    config = train_config(options(path, "train"))
    config = replace(
        config,
        batch_size=2,
        generator_batch_size=config.generator_batch_size and 3,
        steps=2,
        log_every=1,
    )
    shape = (prepare["image_size"], int(prepare["channels"]))
    run = Run(config, split(6, *shape, 3, 0), split(4, *shape, 3, 1), classes=3)
    before = weights(run.critic), weights(run.generator)
    for step in range(2):
        images, labels = run.train.draw(run.streams["real"], step, (config.n_critic, 2))
        # a graph would turn the array into a tensor by itself
        run.advance(tf.constant(images), labels)
    updates = config.n_critic * (2 if config.batching == "alternate" else 1)
    assert int(run.critic_optimizer.iterations) == 2 * updates
    assert int(run.generator_optimizer.iterations) == 2
    for old, model in zip(before, (run.critic, run.generator), strict=True):
        moved = [not np.array_equal(a, b) for a, b in zip(old, weights(model), strict=True)]
        # the critic's last bias cancels in the difference of mean scores
        assert all(moved[:-1]), model.name
    outcome = run.finish()
    assert outcome.history["step"].tolist() == [1, 2]
    stepwise = outcome.history.drop(columns=list(AT_CANDIDATES), errors="ignore")
    assert np.isfinite(stepwise.to_numpy()).all()
    assert ("wasserstein" in outcome.history) == (not path.stem.startswith("bricks-dcgan"))
    assert outcome.generator.output.shape[1:] == run.train.images.shape[1:]


def test_no_code_knows_a_recipe():
    names = [path.stem for path in RECIPES]
    code = [*(ROOT / "stages").rglob("*.py"), *(ROOT / "wgan").rglob("*.py"), ROOT / "dvc.yaml"]
    for path in code:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path
