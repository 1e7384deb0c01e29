import numpy as np
import pytest

from wgan.evaluation.memorization import memorization
from wgan.evaluation.neighbours import nearest
from wgan.evaluation.planting import KINDS, plant
from wgan.evaluation.rule import Rule, Scores
from wgan.evaluation.settings import CopyingSettings

SETTINGS = CopyingSettings(neighbours=20, calibration=800)


@pytest.fixture
def data(rng, blobs):
    return blobs(rng, 600), blobs(rng, 300), blobs(rng, 300)


def test_honest_images_are_not_called_copies(data):
    train, unseen, generated = data
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.verdict == "no evidence of copying", result.reasons
    assert result.flagged == 0
    assert result.share.p > 0.01
    assert 0.4 < result.closeness.auc < 0.6
    assert result.control.power >= 0.8


@pytest.mark.parametrize("kind", KINDS)
def test_copies_of_every_kind_are_found(rng, data, kind):
    train, unseen, generated = data
    copies = KINDS[kind](train[rng.choice(600, 45, replace=False)], rng)
    mixed = np.concatenate([copies, generated[45:]])
    result = memorization(mixed, train, unseen, SETTINGS)
    assert result.verdict == "copying"
    assert result.ruling.flagged[:45].mean() > 0.8
    assert result.ruling.flagged[45:].mean() < 0.03
    assert "copies" in result.reasons[0]


def test_copying_as_a_whole_shows_where_no_single_image_does(rng, data):
    train, unseen, _ = data
    hazy = np.clip(train[:300] + rng.normal(0, 30, (300, 8, 8, 1)), 0, 255).astype(np.uint8)
    settings = CopyingSettings(neighbours=20, shift=0, fdr=1e-6, duplicate=0, calibration=800)
    result = memorization(hazy, train, unseen, settings)
    assert result.flagged == 0
    assert result.verdict == "copying"
    assert result.share.memorized_low > 0.25


def test_blank_images_are_near_and_yet_no_copies(data):
    train, unseen, _ = data
    result = memorization(np.zeros((300, 8, 8, 1), np.uint8), train, unseen, SETTINGS)
    assert result.verdict == "inconclusive"
    assert result.flagged == 0
    assert any("spread" in reason for reason in result.reasons)


def test_too_few_unseen_images_prove_nothing(data):
    train, unseen, generated = data
    result = memorization(generated, train, unseen[:40], SETTINGS)
    assert result.verdict == "inconclusive"
    assert "only 40 unseen" in result.reasons[0]


def test_a_blind_check_says_so(data):
    train, unseen, generated = data
    settings = CopyingSettings(neighbours=2, shift=0, fdr=1e-5, duplicate=0, calibration=1)
    result = memorization(generated, train, unseen, settings)
    assert result.verdict == "inconclusive"
    assert "planted" in result.reasons[-1]
    assert np.isnan(result.control.detectable)


def test_the_same_seed_gives_the_same_numbers(data):
    first, second = (memorization(data[2], data[0], data[1], SETTINGS) for _ in range(2))
    assert first.details() == second.details()
    assert first.details() == second.details()


def test_duplicates_count_only_where_real_images_have_fewer():
    many, few = Scores(np.zeros(20), np.ones(20)), Scores(np.full(20, 9.0), np.ones(20))
    rule = Rule(fdr=0.05, duplicate=2.0)
    assert rule.apply(many, few).flagged.all()
    assert not rule.apply(many, many).flagged.any()
    assert not rule.apply(few, many).flagged.any()


def test_planted_copies_are_near_their_sources(rng, blobs):
    train = blobs(rng, 30)
    copies, kinds = plant(train, 5, rng)
    assert len(copies) == len(kinds) == 20
    assert kinds[:4] == list(KINDS)
    exact = nearest(copies[::4], train, 1)
    assert (exact.distance == 0).all()
    noisy = np.abs(KINDS["noisy"](np.full((9, 8, 8, 1), 128, np.uint8), rng) - 128.0)
    assert noisy.mean() == pytest.approx(10 * np.sqrt(2 / np.pi), rel=0.1)
