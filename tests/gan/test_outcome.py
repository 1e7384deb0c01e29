"""What a finished run says of itself: metrics, history and pictures belong together."""

import numpy as np
import pytest

from wgan.gan.generate import generate, latents
from wgan.gan.randomness import Stream
from wgan.images import grid, to_bytes
from wgan.transport import pixel_wasserstein


def advanced(run, steps):
    for step in range(steps):
        run.advance(*run.train.draw(run.streams["real"], step, (run.config.n_critic, 4)))
    return run


def test_metrics_are_the_end_of_the_history(make_run):
    outcome = advanced(make_run(n_critic=1, log_every=1), 3).finish()
    metrics, history = outcome.metrics, outcome.history
    assert history["step"].tolist() == [1, 2, 3]
    last = history.iloc[-1]
    gaps = last[["real_score", "validation_score"]] - last["fake_score"]
    assert metrics["wasserstein_estimate"] == last["wasserstein"]
    # of a single update per step
    assert last["wasserstein"] == pytest.approx(gaps["real_score"], abs=1e-6)
    assert metrics["distance"] == last["distance"]
    assert metrics["validation_estimate"] == last["validation_wasserstein"]
    assert last["validation_wasserstein"] == pytest.approx(gaps["validation_score"], abs=1e-6)
    assert last["distance"] == last["validation_wasserstein"] / last["gradient_norm"]
    assert metrics["critic_loss"] == last["critic_loss"]
    assert metrics["generator_loss"] == last["generator_loss"]
    assert len({metrics["critic_loss"], metrics["generator_loss"], *gaps}) == 4
    assert metrics["steps"] == 3
    for name, model in (("generator", outcome.generator), ("critic", outcome.critic)):
        size = sum(weight.size for weight in model.get_weights())
        assert metrics[f"{name}_parameters"] == size
    assert sorted(outcome.pictures) == [0, 3]


def test_classes_are_pictured_in_rows_and_judged_by_their_own_images(make_run):
    run = make_run(conditional=True, n_critic=1, ema_decay=0.0)
    run.validation.labels[:] = [0, 0, 2, 1, 1, 2, 2, 0]  # not its own mirror image
    outcome = advanced(run, 1).finish()

    z = latents(64, 3, "normal", Stream(0, "pictured").numpy(0))
    classes = np.repeat([0, 1, 2, 0, 1, 2, 0, 1], 8)
    expected = grid(generate(outcome.generator, z, classes), 8)
    assert np.abs(expected.astype(int) - outcome.pictures[1]).max() <= 1

    rng = Stream(0, "judged").numpy(0)
    rng.permutation(8)  # all eight are taken
    judged = generate(outcome.generator, latents(8, 3, "normal", rng), run.validation.labels)
    distance = pixel_wasserstein(judged, to_bytes(run.validation.images))
    assert outcome.metrics["kept_w1"] == pytest.approx(distance, abs=1e-5)
