from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.build import build_optimizer, build_pair
from wgan.gan.networks.pairs import compact

GRADIENTS = (0.5, -0.2, 3.0, 0.1)


def adam(config, rates, gradients):
    """Kingma and Ba, Algorithm 1, with epsilon added before the bias correction, as Keras has it."""
    weight = mean = square = 0.0
    for t, (rate, g) in enumerate(zip(rates, gradients, strict=True), start=1):
        mean = config.beta_1 * mean + (1 - config.beta_1) * g
        square = config.beta_2 * square + (1 - config.beta_2) * g**2
        corrected = rate * np.sqrt(1 - config.beta_2**t) / (1 - config.beta_1**t)
        weight -= corrected * mean / (np.sqrt(square) + config.epsilon)
    return weight


def rmsprop(config, rates, gradients):
    """Hinton's lecture 6e, with epsilon under the root, as Keras has it."""
    weight = square = 0.0
    for rate, g in zip(rates, gradients, strict=True):
        square = config.rho * square + (1 - config.rho) * g**2
        weight -= rate * g / np.sqrt(square + config.epsilon)
    return weight


@pytest.mark.parametrize(("name", "rule"), [("adam", adam), ("rmsprop", rmsprop)])
@pytest.mark.parametrize("changes", [{}, {"learning_rate_decay": 0.5}, {"gradient_clip": 0.3}])
def test_an_optimizer_follows_its_rule(tiny, name, rule, changes):
    config = replace(tiny, optimizer=name, beta_1=0.6, beta_2=0.8, rho=0.7, epsilon=0.05, **changes)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    (weight,) = model.trainable_variables
    weight.assign([[0.0]])
    optimizer = build_optimizer(config, model, 0.1)
    for gradient in GRADIENTS:
        optimizer.apply([tf.constant([[gradient]])], [weight])
    rates = [0.1 / (1 + config.learning_rate_decay * t) for t in range(len(GRADIENTS))]
    limit = config.gradient_clip or np.inf
    expected = rule(config, rates, np.clip(GRADIENTS, -limit, limit))
    assert float(weight[0, 0]) == pytest.approx(expected, rel=1e-5)


def test_each_network_has_its_own_rate(make_run):
    run = make_run(learning_rate=0.25, generator_learning_rate=0.5)
    assert float(run.critic_optimizer.learning_rate) == 0.25
    assert float(run.generator_optimizer.learning_rate) == 0.5
    assert float(make_run(learning_rate=0.25).generator_optimizer.learning_rate) == 0.25
    # a script may give a whole number
    assert float(make_run(learning_rate=1).critic_optimizer.learning_rate) == 1.0


@pytest.mark.parametrize(
    ("schedule", "shares"),
    [
        ("linear", [1, 1, 5 / 6, 5 / 6, 4 / 6, 4 / 6, 3 / 6, 3 / 6, 2 / 6, 2 / 6, 1 / 6, 1 / 6]),
        ("late-linear", [1] * 8 + [2 / 3, 2 / 3, 1 / 3, 1 / 3]),
    ],
)
def test_a_schedule_ends_with_the_last_step(tiny, schedule, shares):
    """Six steps of two updates each, by the weight that plain gradients of 1 leave."""
    config = replace(tiny, schedule=schedule, steps=6, optimizer="rmsprop", rho=0.0, epsilon=1e-12)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    (weight,) = model.trainable_variables
    weight.assign([[0.0]])
    optimizer = build_optimizer(config, model, 0.1, updates=2)
    for taken in range(1, 13):
        optimizer.apply([tf.ones((1, 1))], [weight])
        assert float(weight[0, 0]) == pytest.approx(-0.1 * sum(shares[:taken]), rel=1e-5)


@pytest.mark.parametrize("batching", ["joint", "alternate"])
def test_both_networks_come_to_the_end_together(make_run, batching):
    run = make_run(schedule="linear", steps=4, learning_rate=0.5, batching=batching)
    run.advance(*run.train.draw(run.streams["real"], 0, (2, 4)))
    assert float(run.critic_optimizer.learning_rate) == 0.375
    assert float(run.generator_optimizer.learning_rate) == 0.375


def test_a_network_is_told_every_choice(tiny, monkeypatch):
    monkeypatch.setattr(compact, "build", lambda spec: spec)
    changes = {
        "latent_dim": 7, "latents": "uniform", "critic_labels": "projection", "width": 0.5,
        "kernel_std": 0.3, "dropout": 0.4, "critic_norm": True,
    }  # fmt: skip
    spec = build_pair(replace(tiny, **changes), (16, 16, 3), 5)
    expected = changes | {"image_size": 16, "channels": 3, "classes": 5}
    assert {name: getattr(spec, name) for name in expected} == expected


def test_weights_are_a_function_of_the_seed(tiny):
    one, same, other = (
        build_pair(replace(tiny, seed=seed), (8, 8, 1), 0)[0].get_weights() for seed in (1, 1, 2)
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])
