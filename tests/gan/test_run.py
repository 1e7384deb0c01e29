from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from wgan.errors import InputError
from wgan.gan.checkpoint import Checkpoints
from wgan.gan.loop import Stopped, train
from wgan.gan.outcome import NotFinite
from wgan.gan.state import capture, restore
from wgan.history import MEASURED


@pytest.fixture
def checkpoints(tmp_path):
    return Checkpoints(tmp_path, "key", interval=0.0, warn=pytest.fail)


def outcome(run, checkpoints, stop=lambda: False):
    return train(run, checkpoints, lambda record: None, stop)


def assert_same(one, other):
    for left, right in ((one.generator, other.generator), (one.critic, other.critic)):
        for a, b in zip(left.get_weights(), right.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)
    assert one.history.equals(other.history)
    assert one.metrics == other.metrics
    assert one.pictures.keys() == other.pictures.keys()
    assert all(np.array_equal(one.pictures[step], other.pictures[step]) for step in one.pictures)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"loss": "wgan", "optimizer": "rmsprop", "log_every": 3},
        {"precision": "mixed_bfloat16", "conditional": True, "real_batches": "shared"},
    ],
)
def test_resumed_and_prolonged_runs_equal_the_uninterrupted_one(make_run, tmp_path, changes):
    stores = [Checkpoints(tmp_path / name, "key", 0.0, pytest.fail) for name in "abc"]
    whole = outcome(make_run(steps=5, **changes), stores[0])

    answers = iter([False, False, True])
    with pytest.raises(Stopped) as stopped:
        outcome(make_run(steps=5, **changes), stores[1], lambda: next(answers))
    assert stopped.value.step == 3
    assert_same(whole, outcome(make_run(steps=5, **changes), stores[1]))

    outcome(make_run(steps=3, **changes), stores[2])
    stores[2].finish(3)
    assert_same(whole, outcome(make_run(steps=5, **changes), stores[2]))


@pytest.mark.graph
def test_graphs_compute_what_plain_calls_do(make_run):
    graph, plain = make_run(optimizer="rmsprop"), make_run(optimizer="rmsprop")
    draw = graph.train.draw(graph.streams["real"], 0, (2, 4))
    graph.advance(*draw)
    tf.config.run_functions_eagerly(True)
    plain.advance(*draw)
    np.testing.assert_allclose(graph.record.sums, plain.record.sums, rtol=1e-4)


def test_a_finished_run_is_not_reused_for_the_same_length(make_run, checkpoints):
    outcome(make_run(steps=2), checkpoints)
    assert checkpoints.newest(2) is not None
    checkpoints.finish(2)
    assert checkpoints.newest(2) is None
    assert checkpoints.newest(3) is not None


@pytest.mark.parametrize(("real_batches", "different"), [("fresh", 2), ("shared", 1)])
def test_updates_of_a_step_share_a_real_batch_or_dont(
    make_run, checkpoints, monkeypatch, real_batches, different
):
    run = make_run(real_batches=real_batches, steps=2)
    steps, advance = [], run.advance
    monkeypatch.setattr(run, "advance", lambda *real: steps.append(real) or advance(*real))
    outcome(run, checkpoints)
    for step, (images, labels) in enumerate(steps):
        assert images.shape == (2, 4, 8, 8, 1)
        assert labels.shape == (2, 4)
        assert len(np.unique(images.reshape(2, -1), axis=0)) == different
        drawn, _ = run.train.draw(run.streams["real"], step, (different, 4))
        np.testing.assert_array_equal(images[:different], drawn)
    assert not np.array_equal(steps[0][0], steps[1][0])


def test_state_survives_the_round_trip(make_run):
    run = make_run(log_every=1)
    for step in range(3):
        run.advance(*run.train.draw(run.streams["real"], step, (2, 4)))
    other = make_run(log_every=1)
    restore(other, capture(run))
    for name, value in capture(run).items():
        np.testing.assert_array_equal(capture(other)[name], value, err_msg=name)


def test_history_rows_are_means_since_the_row_before(make_run, checkpoints):
    fine = outcome(make_run(steps=4, log_every=1), checkpoints).history
    checkpoints.finish(4)
    coarse = outcome(
        make_run(steps=4, log_every=3), Checkpoints(checkpoints.folder, "other", 9, print)
    )
    assert coarse.history["step"].tolist() == [3, 4]
    for column in MEASURED:
        assert coarse.history[column][0] == pytest.approx(fine[column][:3].mean())
        assert coarse.history[column][1] == pytest.approx(fine[column][3])


def test_a_loss_that_is_not_finite_stops_at_once(make_run):
    run = make_run(log_every=1)
    images, labels = run.train.draw(run.streams["real"], 0, (2, 4))
    run.advance(images, labels)
    with pytest.raises(NotFinite, match="at step 2") as failure:
        run.advance(images * np.nan, labels)
    assert failure.value.history["step"].tolist() == [1]
    assert "a lower rate or another gp_weight or penalty_points or penalty_every may" in str(
        failure.value
    )
    assert failure.value.option == "learning_rate"


def test_weights_that_the_last_update_spoiled_are_no_model(make_run):
    run = make_run(steps=1, log_every=1)
    run.advance(*run.train.draw(run.streams["real"], 0, (2, 4)))
    run.average.model.weights[0].assign(run.average.model.weights[0] * np.nan)
    with pytest.raises(NotFinite, match="the weights are no longer finite at step 1"):
        run.finish()


def test_the_metrics_are_of_the_last_row_that_is_a_mean_over_many_steps(make_run):
    for steps, row in ((4, 0), (5, 1), (6, 1), (2, 0), (8, 2)):
        run = make_run(n_critic=1, steps=steps, log_every=3)
        for step in range(steps):
            run.advance(*run.train.draw(run.streams["real"], step, (1, 4)))
        left = run.finish()
        assert left.metrics["critic_loss"] == left.history["critic_loss"][row], steps
        norm = left.history["gradient_norm"]
        slope = norm[row] if np.isfinite(norm[row]) else norm.iloc[-1]
        expected = left.history["validation_wasserstein"][row] / slope
        assert left.metrics["distance"] == pytest.approx(expected)


def test_the_best_candidate_is_kept(make_run, checkpoints, monkeypatch):
    distances = iter([3.0, 1.0, 2.0, 5.0])
    monkeypatch.setattr("wgan.gan.inspection.pixel_wasserstein", lambda *_: next(distances))
    best = outcome(make_run(steps=6), checkpoints)
    assert (best.metrics["kept_step"], best.metrics["kept_w1"]) == (4, 1.0)
    assert best.metrics["last_w1"] == 5.0


def test_conditional_without_labels_is_refused(make_run):
    run = make_run()
    run.train.labels[0] = -1
    try:
        with pytest.raises(InputError, match="every one labelled") as caught:
            type(run)(replace(run.config, conditional=True), run.train, run.validation, 3)
        assert caught.value.option == "conditional"
    finally:
        run.train.labels[0] = 0


def test_left_open_conditional_is_what_the_labels_allow(make_run):
    run = make_run(conditional=None)
    assert run.classes == 3

    def one_unlabelled(split):
        labels = split.labels.copy()
        labels[0] = -1
        return type(split)(split.images, labels)

    for parts in (
        (one_unlabelled(run.train), run.validation),
        (run.train, one_unlabelled(run.validation)),
    ):
        assert type(run)(run.config, *parts, 3).classes == 0
    assert type(run)(run.config, run.train, run.validation, 1).classes == 0
