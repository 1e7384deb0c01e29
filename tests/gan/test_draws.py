"""Who gets what in a step: images, labels and random draws, each from its own stream."""

import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.randomness import Stream

STEPS, N_CRITIC, BATCH, OWN = 2, 2, 4, 6


class Spy:
    """Stands in for a network or an objective and keeps what it is called with."""

    def __init__(self, wrapped):
        self.wrapped = wrapped
        self.calls = []

    def __call__(self, inputs, training=None):
        self.calls.append(([np.array(part) for part in inputs], training))
        return self.wrapped(inputs, training=training)

    def stateless_call(self, weights, state, inputs, training=None):
        self.calls.append(([np.array(part) for part in inputs], "held out"))
        return self.wrapped.stateless_call(weights, state, inputs, training=training)

    def __getattr__(self, name):
        return getattr(self.wrapped, name)


class ObjectiveSpy(Spy):
    def real_loss(self, scores, draw):
        self.calls.append(("real", draw.numpy()))
        return self.wrapped.real_loss(scores, draw)

    def fake_loss(self, scores, draw):
        self.calls.append(("fake", draw.numpy()))
        return self.wrapped.fake_loss(scores, draw)

    def penalty(self, critic, real, fake, draw):
        self.calls.append(("penalty", draw.numpy(), np.array(real), np.array(fake)))
        return self.wrapped.penalty(critic, real, fake, draw)


def real_batches(run):
    """What each step is given."""
    shape = (N_CRITIC, run.config.batch_size)
    return [run.train.draw(run.streams["real"], step, shape) for step in range(STEPS)]


def one_hot(labels):
    return (labels[..., None] == np.arange(3)).astype(np.float32)


@pytest.mark.parametrize(("fakes", "calls"), [("training", N_CRITIC), ("inference", 1)])
def test_networks_get_the_images_labels_and_latents_of_their_step(make_run, fakes, calls):
    run = make_run(
        loss="wgan", conditional=True, fakes=fakes, n_critic=N_CRITIC, generator_batch_size=OWN
    )
    algorithm = run.algorithm
    for step, (images, labels) in enumerate(real_batches(run)):
        algorithm.generator = Spy(run.generator)
        algorithm.critic = algorithm.losses.critic = Spy(run.critic)
        run.advance(images, labels)

        *for_critic, own = algorithm.generator.calls
        assert len(for_critic) == calls
        assert [training for _, training in for_critic] == [fakes == "training"] * calls
        z, asked = (np.concatenate(part) for part in zip(*(c for c, _ in for_critic), strict=True))
        normal = Stream(0, "critic latents").normal((N_CRITIC, BATCH, 3), step)
        np.testing.assert_array_equal(z, np.reshape(normal, (-1, 3)))
        np.testing.assert_array_equal(asked, one_hot(labels.reshape(-1)))

        (z, asked), training = own
        assert training is True
        np.testing.assert_array_equal(z, Stream(0, "generator latents").normal((OWN, 3), step))
        drawn = Stream(0, "labels").numpy(step).integers(0, len(run.train), OWN)
        np.testing.assert_array_equal(asked, one_hot(run.train.labels[drawn]))

        first, held_out, last, scored = algorithm.critic.calls
        assert (held_out[1], first[1], last[1], scored[1]) == ("held out", True, True, True)
        for i, (given, _) in enumerate((first, last)):
            np.testing.assert_array_equal(given[0][:BATCH], images[i])
            np.testing.assert_array_equal(given[1], np.tile(one_hot(labels[i]), (2, 1)))
        expected = run.validation.draw_like(
            labels[-1], Stream(0, "held out"), step, len(labels[-1])
        )
        np.testing.assert_array_equal(expected[1], labels[-1])
        np.testing.assert_array_equal(held_out[0][0], expected[0])
        np.testing.assert_array_equal(held_out[0][1], one_hot(expected[1]))
        np.testing.assert_array_equal(scored[0][1], asked)


@pytest.mark.parametrize("batching", ["joint", "separate", "alternate"])
def test_each_part_of_an_objective_has_a_draw_of_its_own(make_run, batching):
    run = make_run(batching=batching, n_critic=N_CRITIC)
    algorithm = run.algorithm
    objective = algorithm.objective = algorithm.losses.objective = ObjectiveSpy(
        run.config.objective
    )
    critic = algorithm.critic = algorithm.losses.critic = Spy(run.critic)
    for step, (images, labels) in enumerate(real_batches(run)):
        objective.calls.clear()
        run.advance(images, labels)
        calls = {
            part: [call[1:] for call in objective.calls if call[0] == part]
            for part in ("real", "fake", "penalty")
        }
        for i in range(N_CRITIC):
            draws = Stream(0, "objective").uniform((3, BATCH), step * N_CRITIC + i)
            for part, draw in zip(calls, draws, strict=True):
                np.testing.assert_array_equal(calls[part][i][0], draw)
            np.testing.assert_array_equal(calls["penalty"][i][1], images[i])
            assert not np.allclose(calls["penalty"][i][2], images[i])
    # the penalty too sees the critic as it is trained
    assert {mode for _, mode in critic.calls} == {True, "held out"}


def test_a_row_has_means_of_losses_and_gaps_and_scores_of_the_last_update(make_run, monkeypatch):
    run = make_run(n_critic=3, log_every=1)
    updates, critics = [], []
    critic_step = run.algorithm.critic_step

    def watched(*given):
        critics.append(run.critic.get_weights())
        updates.append(critic_step(*given))
        return updates[-1]

    monkeypatch.setattr(run.algorithm, "critic_step", watched)
    images, labels = run.train.draw(run.streams["real"], 0, (3, BATCH))
    run.advance(images, labels)
    row = run.finish().history.iloc[0]
    assert len(updates) == 3
    assert row["critic_loss"] == pytest.approx(np.mean([u.loss for u in updates]), rel=1e-5)
    assert row["gradient_penalty"] == pytest.approx(np.mean([u.penalty for u in updates]), rel=1e-5)
    assert row["real_score"] == pytest.approx(float(updates[-1].real_score), rel=1e-5)
    assert row["fake_score"] == pytest.approx(float(updates[-1].fake_score), rel=1e-5)
    gaps = [u.real_score - u.fake_score for u in updates]
    assert row["wasserstein"] == pytest.approx(np.mean(gaps), rel=1e-4, abs=1e-6)
    assert row["wasserstein"] != pytest.approx(float(gaps[-1]), rel=1e-3)
    # held-out images are scored by the critic that the last update starts from
    run.critic.set_weights(critics[-1])
    held_out, _ = run.validation.draw_like(labels[-1], Stream(0, "held out"), 0, len(labels[-1]))
    score = float(tf.reduce_mean(run.critic(held_out)))
    assert row["validation_score"] == pytest.approx(score, rel=1e-4, abs=1e-6)
