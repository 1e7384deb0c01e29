"""What a run exports: both networks of the step that `keep` asks for, the generator's averaged."""

import keras
import numpy as np
import pytest

from wgan.gan.checkpoint import Checkpoints
from wgan.gan.generate import generate, latents
from wgan.gan.loop import Stopped, train
from wgan.gan.randomness import Stream
from wgan.images import grid, to_bytes
from wgan.transport import pixel_wasserstein

DECAY = 0.3
"""(1 + t) / (10 + t) is below it at steps 1 to 3 and above it from step 4 on."""
STEPS = 5


class Watched:
    """A run, the weights after each of its steps, and the average of them worked apart."""

    def __init__(self, run):
        self.run = run
        self.critics, self.generators, self.means = {}, {}, {}

    def __call__(self, record):
        self.critics[record.step] = self.run.critic.get_weights()
        self.generators[record.step] = self.run.generator.get_weights()
        mean = self.generators[record.step]
        if record.step:
            keep = min(DECAY, record.step / (record.step + 9))
            pairs = zip(self.means[record.step - 1], mean, strict=True)
            mean = [keep * old + (1 - keep) * new for old, new in pairs]
        self.means[record.step] = mean


@pytest.fixture(autouse=True)
def _two_layers(monkeypatch):
    """Networks of one layer each, for speed."""

    def pair(*_):
        layers = keras.layers
        generator = [keras.Input((3,)), layers.Dense(64, "tanh"), layers.Reshape((8, 8, 1))]
        critic = [keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(1)]
        return keras.Sequential(generator), keras.Sequential(critic)

    monkeypatch.setattr("wgan.gan.run.build_pair", pair)


@pytest.fixture
def checkpoints(tmp_path):
    return Checkpoints(tmp_path, "key", interval=0.0, warn=pytest.fail)


@pytest.fixture
def watched(make_run, monkeypatch):
    """Make a run whose distance at each step that is judged is the given one."""

    def make(distances, **changes):
        changes = {"steps": STEPS, "n_critic": 1, "loss": "wgan", "ema_decay": DECAY} | changes
        watch = Watched(make_run(**changes))
        watch.judged = []

        def distance(*_):
            watch.judged.append(watch.run.record.step)
            return distances[watch.run.record.step]

        monkeypatch.setattr("wgan.gan.inspection.pixel_wasserstein", distance)
        return watch

    return make


def assert_exported(outcome, watch, step):
    for exported, mean in zip(outcome.generator.get_weights(), watch.means[step], strict=True):
        np.testing.assert_allclose(exported, mean, atol=1e-6)
    for exported, own in zip(outcome.critic.get_weights(), watch.critics[step], strict=True):
        np.testing.assert_array_equal(exported, own)


def apart(one, other):
    """The largest difference of two lists of weights."""
    return max(np.abs(a - b).max() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("keep", "distances", "step", "judged"),
    [
        ("best", {2: 3.0, 4: 1.0, 5: 2.0}, 4, [2, 4, 5]),
        ("best", {2: 3.0, 4: 2.0, 5: 1.0}, 5, [2, 4, 5]),
        ("last", {2: 1.0, 4: 2.0, 5: 3.0}, 5, [5]),
    ],
)
def test_the_step_that_is_kept_is_exported(watched, checkpoints, keep, distances, step, judged):
    watch = watched(distances, keep=keep)
    outcome = train(watch.run, checkpoints, watch, lambda: False)
    assert watch.judged == judged
    # steps, and what is averaged from what is not, can be told apart by much more than rounding
    assert apart(watch.means[step], watch.generators[step]) > 1e-4
    assert apart(watch.means[4], watch.means[5]) > 1e-4
    assert apart(watch.critics[4], watch.critics[5]) > 1e-4
    assert_exported(outcome, watch, step)
    assert outcome.metrics["kept_step"] == step
    assert outcome.metrics["kept_w1"] == distances[step]
    assert outcome.metrics["last_w1"] == distances[STEPS]


@pytest.mark.parametrize(("distances", "step"), [((1.0, 3.0, 2.0), 2), ((3.0, 2.0, 1.0), 5)])
def test_the_best_and_the_average_outlive_a_stop(watched, checkpoints, distances, step):
    distances = dict(zip((2, 4, 5), distances, strict=True))
    before = watched(distances)
    answers = iter([False, False, True])
    with pytest.raises(Stopped):
        train(before.run, checkpoints, before, lambda: next(answers))
    after = watched(distances)
    after.means, after.critics = before.means, before.critics
    outcome = train(after.run, checkpoints, after, lambda: False)
    assert before.judged == [2]
    assert after.judged == [4, 5]
    assert_exported(outcome, after, step)
    assert outcome.metrics["kept_step"] == step
    assert outcome.metrics["kept_w1"] == distances[step]


def test_pictures_and_distances_are_of_the_exported_generator(make_run, checkpoints):
    run = make_run(steps=2, n_critic=1, loss="wgan", keep="last", learning_rate=0.3)
    outcome = train(run, checkpoints, lambda record: None, lambda: False)

    z = latents(64, 3, "normal", Stream(0, "pictured").numpy(0))
    averaged, trained = (
        grid(generate(model, z), 8) for model in (outcome.generator, run.generator)
    )
    assert levels(averaged, trained) > 10
    assert levels(averaged, outcome.pictures[2]) <= 1

    rng = Stream(0, "judged").numpy(0)
    rng.permutation(8)
    judged = generate(outcome.generator, latents(8, 3, "normal", rng))
    distance = pixel_wasserstein(judged, to_bytes(run.validation.images))
    assert outcome.metrics["kept_w1"] == pytest.approx(distance, abs=1e-4)


def levels(one, other):
    """How many of 256 grey levels two pictures are apart, at most."""
    return np.abs(one.astype(int) - other).max()
