"""Dropout's masks are a function of the step, so a resumed run draws the same."""

import itertools

import keras
import numpy as np
import pytest

from wgan.gan.state import capture, restore


@pytest.fixture(autouse=True)
def _two_dropouts(monkeypatch):
    """A small pair whose critic has dropout twice, and its generator once."""

    def pair(*_):
        layers = keras.layers
        generator = [
            keras.Input((3,)),
            layers.Dropout(0),  # as a pair gives it where the option is left at 0
            layers.Dense(64, "tanh"),
            layers.Dropout(0.5),
            layers.Reshape((8, 8, 1)),
        ]
        critic = [
            keras.Input((8, 8, 1)),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(8),
            layers.Dropout(0.5),
            layers.Dense(1),
        ]
        return keras.Sequential(generator), keras.Sequential(critic)

    monkeypatch.setattr("wgan.gan.run.build_pair", pair)


def dropping(make_run):
    return make_run(loss="wgan", n_critic=1, clip_value=1.0)


def advance(run, step):
    run.advance(*run.train.draw(run.streams["real"], step, (1, 4)))


def test_a_resumed_run_draws_the_masks_of_the_uninterrupted_one(make_run):
    whole, resumed = dropping(make_run), dropping(make_run)
    advance(whole, 0)
    restore(resumed, capture(whole))
    for run in (whole, resumed):
        advance(run, 1)
    for name in ("critic", "generator"):
        pair = (getattr(run, name).get_weights() for run in (whole, resumed))
        for one, other in zip(*pair, strict=True):
            np.testing.assert_array_equal(one, other)


def test_what_was_captured_stays_as_it_was(make_run):
    run = dropping(make_run)
    advance(run, 0)
    state = capture(run)
    before = {name: array.copy() for name, array in state.items()}
    advance(run, 1)
    for name, array in state.items():
        np.testing.assert_array_equal(array, before[name], name)


def test_layers_and_steps_have_masks_of_their_own(make_run):
    algorithm = dropping(make_run).algorithm
    seeds = []
    for step in (0, 1):
        algorithm.reseed_dropout(step)
        seeds += [layer.seed_generator.state.numpy().tolist() for layer in algorithm.drawing]
    assert len(seeds) == 6
    assert all(one != other for one, other in itertools.combinations(seeds, 2))
