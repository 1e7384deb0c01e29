"""The penalty at every k-th critic update alone, counted over the whole run."""

import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.objectives.wgan_gp import Loss


def trained(make_run, steps=2, **changes):
    run = make_run(**changes)
    for step in range(steps):
        shape = (run.config.n_critic, run.config.batch_size)
        run.advance(*run.train.draw(run.streams["real"], step, shape))
    return run


@pytest.fixture
def updates(make_run, monkeypatch):
    """Train; (number, penalty) of each critic update of the run."""

    def watched(**changes):
        seen = []
        critic_step = type(make_run().algorithm).critic_step

        def spy(self, number, *given):
            update = critic_step(self, number, *given)
            seen.append((int(number), float(update.penalty)))
            return update

        with monkeypatch.context() as patch:
            patch.setattr("wgan.gan.algorithm.Algorithm.critic_step", spy)
            run = trained(make_run, **changes)
        return seen, run.finish().history

    return watched


@pytest.mark.parametrize("batching", ["joint", "separate", "alternate"])
@pytest.mark.parametrize(("n_critic", "every"), [(4, 2), (3, 3), (2, 4), (1, 2), (3, 2)])
def test_updates_that_take_it(updates, batching, n_critic, every):
    seen, history = updates(n_critic=n_critic, penalty_every=every, batching=batching)
    assert [number for number, _ in seen] == list(range(2 * n_critic))
    taken = [number for number, penalty in seen if penalty]
    assert taken == list(range(0, 2 * n_critic, every))
    # unscaled, over the updates that had one
    mean = np.mean([penalty / every for _, penalty in seen if penalty])
    assert history["gradient_penalty"].tolist() == pytest.approx([mean], rel=1e-5)


def test_the_updates_between_cost_nothing(make_run, monkeypatch):
    """Where each step is alike, a graph holds no penalty that it doesn't take, and no branch."""
    calls = []
    penalty = Loss.penalty
    monkeypatch.setattr(Loss, "penalty", lambda *given: calls.append(1) or penalty(*given))
    monkeypatch.setattr(tf, "cond", None)
    trained(make_run, steps=1, n_critic=4, penalty_every=2)
    assert len(calls) == 2


@pytest.mark.graph
def test_a_graph_that_branches_trains_as_without_one(make_run):
    changes = {"n_critic": 1, "penalty_every": 2, "epsilon": 0.1}
    weights = []
    for eager in (False, True):
        tf.config.run_functions_eagerly(eager)
        run = trained(make_run, steps=3, **changes)
        weights.append([w.numpy() for w in run.critic.weights])
    for one, other in zip(*weights, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
