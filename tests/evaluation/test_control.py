"""From how many copies on they would show, by a judge that is known."""

from types import SimpleNamespace

import numpy as np
import pytest

from wgan.evaluation.control import control


class Marks:
    """Scores that say which images are copies."""

    def __init__(self, distance):
        self.distance = np.asarray(distance)

    def part(self, rows):
        return Marks(self.distance[rows])

    def joined(self, other):
        return Marks(np.concatenate([self.distance, other.distance]))


class Threshold:
    """A judge that sees all copies if there are at least `least` of them, and else none."""

    def __init__(self, least):
        self.least = least

    def search(self, images):
        return images

    def score(self, images):
        return Marks(np.ones(len(images)))

    def rules(self, scores):
        copies = scores.distance == 1
        return said(copies & (copies.sum() >= self.least))


def said(flagged):
    return SimpleNamespace(flagged=flagged, copying=bool(flagged.any()))


def found(least, rng, images=200):
    train = rng.integers(0, 256, (60, 8, 8, 1), dtype=np.uint8)
    honest = Marks(np.zeros(images))
    return control(train, honest, Threshold(least), share=0.1, power=0.8, rng=rng)


def test_the_share_from_which_on_copies_show(rng):
    told = found(8, rng)
    assert told.planted == 20
    assert told.power == 1
    # of 200 images; sizes rise by a sixth
    assert 8 / 200 <= told.detectable <= 10 / 200
    assert found(1, rng).detectable == pytest.approx(1 / 200)


def test_more_than_are_planted_never_show(rng):
    told = found(21, rng)
    assert told.power == 0
    assert np.isnan(told.detectable)


class Gap(Threshold):
    """Sees one copy alone, or at least so many, but none in between."""

    def rules(self, scores):
        copies = scores.distance == 1
        seen = copies.sum() >= self.least or copies.sum() == 1
        return said(copies & seen)


def test_detectable_is_where_all_larger_shares_are_seen(rng):
    train = rng.integers(0, 256, (60, 8, 8, 1), dtype=np.uint8)
    told = control(train, Marks(np.zeros(200)), Gap(8), share=0.1, power=0.8, rng=rng)
    assert 8 / 200 <= told.detectable <= 10 / 200


def test_no_more_than_fifty_are_planted_at_a_time(rng):
    told = found(50, rng, images=2000)
    assert (told.planted, told.among, told.power) == (50, 500, 1)
    assert (found(1, rng).planted, found(1, rng).among) == (20, 200)


class Bright(Threshold):
    """Sees copies that are bright, and at least half of a set."""

    def score(self, images):
        return Marks((images.mean(axis=(1, 2, 3)) > 150).astype(float))


def test_kinds_are_planted_one_at_a_time(rng):
    """Of dark images only the inverted ones are bright."""
    train = rng.integers(0, 80, (60, 8, 8, 1), dtype=np.uint8)
    told = control(train, Marks(np.zeros(200)), Bright(20), share=0.1, power=0.8, rng=rng)
    assert told.called["inverted"] == told.found["inverted"] == 1
    assert sum(told.called.values()) == sum(told.found.values()) == 1
    assert told.power == 1 / 16
    assert np.isnan(told.detectable), "of all kinds in equal parts a sixteenth"


class Vague(Threshold):
    """Sees that there are copies, but not which."""

    def rules(self, scores):
        copies = scores.distance == 1
        return SimpleNamespace(
            flagged=np.zeros(len(copies), bool), copying=copies.sum() >= self.least
        )


def test_what_is_called_need_not_be_pointed_at(rng):
    train = rng.integers(0, 256, (60, 8, 8, 1), dtype=np.uint8)
    told = control(train, Marks(np.zeros(200)), Vague(8), share=0.1, power=0.8, rng=rng)
    assert told.power == 1
    assert set(told.found.values()) == {0}
    assert np.isnan(told.detectable)


class Some(Threshold):
    """Sees one copy, by its place among those made."""

    def score(self, images):
        marks = np.ones(len(images))
        marks[0] = 2
        return Marks(marks)

    def rules(self, scores):
        return said(scores.distance == 2)


def test_the_turns_differ(rng):
    """Of 30 copies of the first kind 20 are planted: the one that is seen is not there every time."""
    train = rng.integers(0, 256, (60, 8, 8, 1), dtype=np.uint8)
    told = control(train, Marks(np.zeros(400)), Some(1), share=0.05, power=0.8, rng=rng)
    assert 0 < told.called["exact"] < 1
    assert told.found["exact"] == pytest.approx(told.called["exact"] / 20)


class Notes(Threshold):
    """Writes down how many images it is shown, and which copies."""

    def __init__(self):
        super().__init__(1)
        self.sizes, self.shown = [], []

    def score(self, images):
        return Marks(1 + np.arange(len(images)))

    def rules(self, scores):
        self.sizes.append(len(scores.distance))
        self.shown.append(scores.distance[scores.distance > 0] - 1)
        return said(np.zeros(len(scores.distance), bool))


def test_every_set_is_of_the_same_size_and_every_kind_has_eight(rng):
    train, judge = rng.integers(0, 256, (60, 8, 8, 1), dtype=np.uint8), Notes()
    control(train, Marks(np.zeros(2000)), judge, share=0.05, power=0.8, rng=rng)
    assert set(judge.sizes) == {1000}
    planted = [set(each) for each in judge.shown[: 16 * 8]]
    assert {len(each) for each in planted} == {50}
    for kind in range(16):
        turns = planted[8 * kind : 8 * kind + 8]
        assert all(row % 16 == kind for turn in turns for row in turn)
        assert 70 < len(set().union(*turns)) <= 75
