import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.batch import Batch


def weights(model):
    return [w.numpy() for w in model.trainable_variables]


def changed(before, model):
    return [not np.array_equal(old, new) for old, new in zip(before, weights(model), strict=True)]


def batch(run):
    return run.train.draw(run.streams["real"], 0, (run.config.n_critic, run.config.batch_size))


def test_critic_step_leaves_the_generator_and_conversely(make_run):
    run = make_run()
    images, _ = batch(run)
    critic, generator = weights(run.critic), weights(run.generator)
    fake = tf.zeros_like(images[0])
    run.algorithm.critic_step(tf.constant(0, tf.int64), images[0], fake, ())
    # the last bias cancels in mean(fake) - mean(real)
    assert all(changed(critic, run.critic)[:-1])
    assert not any(changed(generator, run.generator))
    critic = weights(run.critic)
    run.algorithm.generator_step(tf.constant(0, tf.int64), ())
    assert not any(changed(critic, run.critic))
    assert all(changed(generator, run.generator))


@pytest.mark.parametrize(("batching", "updates"), [("joint", 1), ("separate", 1), ("alternate", 2)])
def test_updates_are_counted(make_run, batching, updates):
    run = make_run(n_critic=3, batching=batching)
    for _ in range(2):
        run.advance(*batch(run))
    assert int(run.critic_optimizer.iterations) == 2 * 3 * updates
    assert int(run.generator_optimizer.iterations) == 2


def test_weights_stay_clipped_after_every_step(make_run):
    run = make_run(loss="wgan", clip_value=0.02, learning_rate=0.1)
    for _ in range(2):
        run.advance(*batch(run))
        assert max(np.abs(w).max() for w in weights(run.critic)) <= np.float32(0.02)


def test_joint_and_separate_agree_without_normalization(make_run):
    losses = []
    for batching in ("joint", "separate"):
        run = make_run(batching=batching)
        images, _ = batch(run)
        losses.append(run.algorithm.critic_step(tf.constant(0, tf.int64), images[0], images[1], ()))
    np.testing.assert_allclose(*losses, rtol=1e-5)


def test_fakes_at_once_are_the_fakes_batch_by_batch(make_run):
    run = make_run(fakes="inference")
    assert run.algorithm.fakes_at_once
    assert not make_run(fakes="training").algorithm.fakes_at_once
    index = tf.constant(3, tf.int64)
    together = run.algorithm._fakes(index, ())
    z = run.algorithm._latents("critic latents", (8,), index)
    apart = tf.stack([run.generator(part, training=False) for part in tf.split(z, 2)])
    np.testing.assert_allclose(together, apart, atol=1e-5)


def test_each_update_of_a_step_gets_its_own_latents(make_run):
    run = make_run()
    fakes = run.algorithm._fakes(tf.constant(0, tf.int64), ())
    assert not np.allclose(fakes[0], fakes[1])
    again = run.algorithm._fakes(tf.constant(0, tf.int64), ())
    np.testing.assert_array_equal(fakes, again)
    other = run.algorithm._fakes(tf.constant(1, tf.int64), ())
    assert not np.allclose(fakes, other)


def test_uniform_latents_stay_in_their_range(make_run):
    z = make_run(latents="uniform").algorithm._latents("critic latents", (1000,), 0).numpy()
    assert -1 <= z.min() < -0.9
    assert 0.9 < z.max() < 1


def test_labels_reach_both_networks(make_run):
    run = make_run(conditional=True)
    z = tf.zeros((3, 3))
    one, other = (tf.one_hot([label] * 3, 3) for label in (0, 1))
    images = run.generator([z, one])
    assert not np.allclose(images, run.generator([z, other]))
    assert not np.allclose(run.critic([images, one]), run.critic([images, other]))
    run.advance(*batch(run))


@pytest.mark.parametrize("batching", ["joint", "separate", "alternate"])
def test_scores_and_losses_of_an_update_belong_together(make_run, batching):
    run = make_run(batching=batching, gp_weight=3.0)
    images, _ = batch(run)
    if batching == "alternate":  # so that the second update sees the critic of the first
        run.critic_optimizer.learning_rate.assign(0.0)
    scores = [float(tf.reduce_mean(run.critic(part))) for part in (images[0], images[1])]
    update = run.algorithm.critic_step(tf.constant(0, tf.int64), images[0], images[1], ())
    assert float(update.real_score) == pytest.approx(scores[0], abs=1e-5)
    assert float(update.fake_score) == pytest.approx(scores[1], abs=1e-5)
    gap = float(update.real_score - update.fake_score)
    assert float(update.loss) == pytest.approx(float(update.penalty) - gap, abs=1e-5)


@pytest.mark.parametrize("batching", ["joint", "separate"])
def test_held_out_images_are_scored_as_real_ones_and_leave_no_trace(make_run, batching):
    run = make_run(batching=batching, network="transposed", critic_norm=True)
    images, _ = batch(run)
    state = [w.numpy() for w in run.critic.non_trainable_variables]
    zero = tf.constant(0, tf.int64)
    real, fake = (Batch(part, ()) for part in images[:2])
    score = run.algorithm._held_out_score(real, zero, fake, zero)
    for old, new in zip(state, run.critic.non_trainable_variables, strict=True):
        np.testing.assert_array_equal(old, new.numpy())
    update = run.algorithm.critic_step(zero, images[0], images[1], ())
    assert float(score) == pytest.approx(float(update.real_score), abs=1e-5)
