"""All the evidence about one generator: what is drawn for its parts."""

import numpy as np
import pytest

from wgan.evaluation import evidence
from wgan.evaluation.evidence import Data, in_proportion, quality_of
from wgan.evaluation.history import History
from wgan.evaluation.settings import Settings


def falling(estimate):
    """A history of this estimate, a row a step."""
    steps = np.arange(1.0, len(estimate) + 1)
    nothing, none = 0 * steps, np.full(len(steps), np.nan)
    return History(
        step=steps, critic_loss=-estimate, generator_loss=nothing, gradient_penalty=nothing,
        real_score=estimate, fake_score=nothing, validation_score=estimate,
        wasserstein=estimate, validation_wasserstein=estimate,
        gradient_norm=none, distance=none, estimates=True,
    )  # fmt: skip


def test_labels_stay_with_their_images_where_some_are_drawn(rng, monkeypatch):
    """Three classes, each bright elsewhere, in shuffled order; fewer are measured than there are."""
    monkeypatch.setattr(evidence, "TRAINED_ON", 90)

    def some(count):
        labels = rng.integers(0, 3, count)
        images = rng.integers(0, 80, (count, 8, 8, 1)).astype(np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[2 * label : 2 * label + 3] += 150
        return images, labels

    made, train, test = some(200), some(300), some(250)
    data = Data(*made, train, test, ["a", "b", "c"])
    found = quality_of(data, Settings.of({"images": 60})).details()["classes"]
    assert found["agreement"] == found["real_agreement"] == 1


def test_equal_real_images_do_not_make_generated_ones_look_false(rng, pictures):
    """Each test image twice, as where an archive holds its tree twice: a perfect model stays one."""

    def found(train, test):
        none = np.full(len(made), -1)
        data = Data(
            made, none, (train, np.full(len(train), -1)), (test, np.full(len(test), -1)), []
        )
        return quality_of(data, Settings.of({"images": 300}))

    made, train, test = (pictures(rng, count) for count in (250, 400, 150))
    once, twice = found(train, test), found(np.repeat(train, 2, 0), np.repeat(test, 2, 0))
    assert once.count == twice.count == 150
    accuracy = twice.measured("two_sample").generated["accuracy"]
    assert accuracy == pytest.approx(0.5, abs=0.1)
    assert twice.measured("diversity").extra["diversity"]["real"] > 5


def test_a_perfect_model_that_is_asked_for_all_classes_alike_is_no_worse(rng, pictures):
    """Class 0 is most of the real images; of the generated ones each is a half."""

    def some(count, share):
        labels = (rng.random(count) > share).astype(int)
        images = pictures(rng, count)
        images[labels == 1] //= 6
        return images, labels

    train, test = some(1500, 0.9), some(500, 0.9)
    made, asked = some(600, 0.5)
    good = quality_of(Data(made, asked, train, test, ["a", "b"]), Settings.of({}))
    assert good.verdict == "close to real", good.reasons
    unlabelled = Data(made, np.full(600, -1), train, test, ["a", "b"])
    assert quality_of(unlabelled, Settings.of({})).verdict != "close to real"


@pytest.mark.parametrize(
    ("asked", "true", "counts"),
    [
        ([10, 10], [5, 5], [10, 10]),
        ([300, 300], [90, 10], [300, 33]),
        ([300, 300, 300], [50, 50, 0], [300, 300, 0]),
        ([90, 10, 10], [1, 1, 98], [3, 3, 10]),  # 100, but no class three times too frequent
    ],
)
def test_proportions_of_what_is_measured(asked, true, counts):
    labels = [np.repeat(np.arange(len(each)), each) for each in (asked, true)]
    labels[0] = labels[0][np.random.default_rng(0).permutation(len(labels[0]))]
    rows = in_proportion(*labels)
    assert np.bincount(labels[0][rows], minlength=len(asked)).tolist() == counts
    assert (np.diff(rows) > 0).all()
    unknown = np.where(np.arange(len(labels[1])) == 0, -1, labels[1])
    assert len(in_proportion(labels[0], unknown)) == len(labels[0])


def test_many_uneven_classes_leave_as_many_images_as_can_be_judged():
    """200 classes as frequent as 1 / rank, asked for evenly: none could give its share of 1,000."""
    true = np.repeat(np.arange(200), np.rint(1000 / np.arange(1, 201)).astype(int))
    asked = np.tile(np.arange(200), 5)
    rows = in_proportion(asked, true)
    assert len(rows) == 100
    counts = np.bincount(asked[rows], minlength=200)
    assert counts[0] == 5
    assert (np.diff(counts) <= 0).all()


def test_quality_is_measured_beside_unseen_images(rng, pictures):
    """A generator of the training images, which differ from the unseen ones, is not at a distance of 0."""
    train, unseen = pictures(rng, 200) // 2, pictures(rng, 200)
    none = np.full(200, -1)
    data = Data(train.copy(), none, (train, none), (unseen, none), [])
    measured = quality_of(data, Settings()).measured("w1")
    assert measured.generated["distance"] > 0.5 * measured.real["distance"] > 0


def test_the_seed_chooses_which_images_are_measured(rng, pictures):
    none = np.full(400, -1)
    made, train, test = (pictures(rng, 400) for _ in range(3))
    data = Data(made, none, (train, none), (test, none), [])
    first, again, other = (
        quality_of(data, Settings.of({"images": 100, "seed": seed})).summary()["w1_ratio"]
        for seed in (0, 0, 1)
    )
    assert first == again != other


def test_more_generated_than_real_images_are_no_collapse(rng, pictures):
    """500 images around 40 real ones can't gather around more of them than there are."""
    data = Data(
        pictures(rng, 500), np.full(500, -1),
        (pictures(rng, 20), np.full(20, -1)), (pictures(rng, 20), np.full(20, -1)), [],
    )  # fmt: skip
    steps = np.arange(1.0, 101)
    run = falling(1 + 5 * np.exp(-steps / 10) + rng.normal(0, 0.01, 100))
    found = evidence.evaluate(data, run, Settings())
    assert found.trend.verdict == "converged", found.trend.reasons


def unlabelled(images):
    return np.full(len(images), -1)


def test_doubles_are_counted_among_test_images_and_groups_change_the_question(rng, pictures):
    train, test, made = (pictures(rng, count) for count in (300, 60, 120))
    test[:6] = np.roll(train[:6], 1, axis=2)
    made[:20] = train[20:40]
    real = [(images, unlabelled(images)) for images in (train, test)]
    data = Data(made, unlabelled(made), *real, [], grouped=True)
    found = evidence.evaluate(data, falling(1 + 1 / np.arange(1.0, 61)), Settings())
    assert found.doubles.details() == {"count": 6, "test_images": 60}
    assert "whole groups" in found.memorization.notes[-1]


def test_doubles_in_training_are_left_out_where_real_is_compared_with_real(rng, pictures):
    made, train, test = (pictures(rng, 150) for _ in range(3))
    twice = np.repeat(train, 2, 0)
    real = [(images, unlabelled(images)) for images in (twice, test)]
    found = quality_of(Data(made, unlabelled(made), *real, []), Settings())
    assert found.measured("two_sample").real["accuracy"] == pytest.approx(0.5, abs=0.1)
    assert found.count < 150
