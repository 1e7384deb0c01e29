import keras
import numpy as np
import pytest

from wgan.gan.gradient_norm import CHUNK, gradient_norm

RNG = np.random.default_rng(0)


def linear(slope):
    """A critic whose score is slope * sum of the pixels."""
    inputs = keras.Input((2, 2, 1))
    made = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(inputs)))
    made.set_weights([np.full((4, 1), slope, np.float32), np.array([3.0], np.float32)])
    return made


def constant(value):
    inputs = keras.Input((3,))
    layer = keras.layers.Dense(4)
    made = keras.Model(inputs, keras.layers.Reshape((2, 2, 1))(layer(inputs)))
    made.set_weights([np.zeros((3, 4), np.float32), np.full(4, value, np.float32)])
    return made


@pytest.mark.parametrize("slope", [0, 0.1, 4.0])
def test_a_linear_critic_is_as_steep_everywhere(slope):
    count = CHUNK + 7
    found = gradient_norm(
        linear(slope),
        constant(-0.5),
        np.full((count, 2, 2, 1), 0.25, np.float32),
        RNG.normal(size=(count, 3)).astype(np.float32),
        RNG.random(count, np.float32),
        (),
    )
    assert found == pytest.approx(2 * slope, rel=1e-5)


def test_the_norm_is_by_the_trained_generator_not_by_its_average(make_run, monkeypatch):
    judged = []

    def spy(critic, generator, *_):
        judged.append((critic, generator))
        return 1.0

    monkeypatch.setattr("wgan.gan.inspection.gradient_norm", spy)
    run = make_run(n_critic=1, log_every=1, candidate_every=1, steps=2, ema_decay=0.9)
    for step in range(2):
        run.advance(*run.train.draw(run.streams["real"], step, (1, 4)))
    run.finish()
    assert judged
    assert all(pair == (run.critic, run.generator) for pair in judged)


def test_distances_are_measured_from_each_candidate_on_and_at_the_end(make_run):
    run = make_run(n_critic=1, log_every=3, candidate_every=4, steps=14)
    for step in range(14):
        run.advance(*run.train.draw(run.streams["real"], step, (1, 4)))
    history = run.finish().history.set_index("step")
    # candidates at 4, 8, 12
    measured = history.index[history["distance"].notna()]
    assert measured.tolist() == [6, 9, 12, 14]
    assert history["gradient_norm"].notna().equals(history["distance"].notna())
    assert (history["gradient_norm"][measured] > 0).all()
    assert np.isnan(run.record.rows[0][-1])


def test_a_loss_without_estimates_measures_none(make_run):
    run = make_run(n_critic=1, loss="dcgan")
    run.advance(*run.train.draw(run.streams["real"], 0, (1, 4)))
    outcome = run.finish()
    assert "distance" not in outcome.history
    assert "distance" not in outcome.metrics
