"""Verdicts on copying, of images from end to end."""

import numpy as np
import pytest

from wgan.evaluation.copies import Judge
from wgan.evaluation.memorization import different, leans, memorization
from wgan.evaluation.planting import KINDS
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.share import TrainShare
from wgan.evaluation.surplus import Surplus

SETTINGS = CopyingSettings(neighbours=20, calibration=600)


@pytest.fixture
def data(rng, blobs):
    return blobs(rng, 400), blobs(rng, 200), blobs(rng, 200)


def test_honest_images_are_not_called_copies(data):
    train, unseen, generated = data
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.verdict == "no evidence of copying", result.reasons
    assert result.flagged == 0
    assert result.share.p > 0.01
    assert 0.4 < result.closeness.auc < 0.6
    assert result.control.power >= 0.8


@pytest.fixture(scope="module")
def judged(pictures):
    """Pictures, and what tells copies of them."""
    rng = np.random.default_rng(5)
    train, unseen, generated = (pictures(rng, count) for count in (500, 150, 250))
    return train, generated, Judge(train, unseen, SETTINGS, 250, rng)


@pytest.mark.parametrize("kind", KINDS)
def test_copies_of_every_kind_are_found(rng, judged, kind):
    train, generated, judge = judged
    copies = KINDS[kind](train[rng.choice(500, 15, replace=False)], rng)
    scores = judge.score(judge.search(np.concatenate([copies, generated[15:]])))
    flagged = judge.rules(scores).flagged
    assert flagged[:15].mean() > 0.8
    assert flagged[15:].mean() < 0.03


def test_equal_images_count_once(data, judged):
    """A chance flag that is repeated is still one flag."""
    train, generated, _ = judged
    repeated = generated[np.arange(250) % 30]
    result = memorization(repeated, train, generated[100:250], SETTINGS)
    assert result.different == 30
    assert len(result.ruling.p) == 250
    assert "only 30 of 250 generated images differ" in result.notes[0]
    assert set(different(repeated)[0]) == set(range(30))


def test_twins_among_unseen_images_are_left_out_and_told(rng, pictures):
    train, unseen, generated = (pictures(rng, count) for count in (400, 200, 200))
    unseen[:20] = train[:20]
    generated[:12] = KINDS["noisy"](train[50:62], rng)
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.verdict == "copying"
    assert result.ruling.flagged[:12].mean() > 0.8
    assert result.ruling.twins == 20
    assert result.calibrated_on == 580
    assert any("20 of 200 unseen images are training images" in note for note in result.notes)


def test_mirrored_training_images_among_unseen_ones_are_told(rng, pictures):
    train, unseen, generated = (pictures(rng, count) for count in (400, 200, 200))
    unseen[:20] = train[:20, :, ::-1]
    notes = memorization(generated, train, unseen, SETTINGS).notes
    assert any("20 of 200 unseen images are training images mirrored" in note for note in notes)
    honest = Judge(train, pictures(rng, 200), SETTINGS, 200, rng)
    assert (honest.moved, honest.twins, honest.doubled) == (0, 0, 0)
    twins = Judge(train, train[:50], SETTINGS, 200, rng)
    assert (twins.moved, twins.twins) == (0, 50)


def test_training_images_repeated_many_times_do_not_make_honest_ones_look_near(rng, pictures):
    """A left-out one among eleven equal ones keeps no nearer to one than to the others: no surprise at all."""
    train, unseen, generated = (pictures(rng, count) for count in (100, 250, 250))
    result = memorization(generated, np.repeat(train, 12, axis=0), unseen, SETTINGS)
    assert result.verdict != "copying"
    assert result.ruling.surplus.p > 0.1
    assert result.calibrated_on == 250


def test_what_is_seen_without_a_flag_is_the_verdict(data, monkeypatch):
    train, unseen, generated = data
    ruled = Judge.rules
    sure = Surplus(15, 6.0, 0.001)
    monkeypatch.setattr(Judge, "rules", lambda *given: ruled(*given)._replace(surplus=sure))
    result = memorization(generated, train, unseen, SETTINGS)
    assert (result.verdict, result.flagged) == ("copying", 0)
    assert result.reasons[0].startswith("15 images, each at another training image")


def test_where_real_images_are_full_of_twins_plain_copies_are_bounded_all_the_same(rng, pictures):
    """Planted ones can't be told from the data's own doubles; but none at all is an answer, too."""
    train, generated = pictures(rng, 300), pictures(rng, 250)
    unseen = np.concatenate([pictures(rng, 60), train[:240]])
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.verdict == "inconclusive"
    assert result.control.found["exact"] == 0
    # none of n: at most 1 - 0.05 ** (1 / n), Clopper and Pearson
    assert result.reasons[-1].startswith("0 of 250 different generated images are within 2 grey")
    assert "at most 1.2% of what the generator makes are plain copies" in result.reasons[-1]


def test_copying_as_a_whole_shows_where_no_single_image_does(rng, data):
    train, unseen, _ = data
    hazy = np.clip(train[:200] + rng.normal(0, 30, (200, 8, 8, 1)), 0, 255).astype(np.uint8)
    settings = CopyingSettings(neighbours=20, shift=0, fdr=1e-6, duplicate=0, calibration=800)
    result = memorization(hazy, train, unseen, settings)
    assert result.flagged == 0
    assert result.verdict == "copying"
    assert result.share.memorized_low > 0.25


def test_blank_images_are_near_and_yet_no_copies(data):
    train, unseen, _ = data
    result = memorization(np.zeros((200, 8, 8, 1), np.uint8), train, unseen, SETTINGS)
    assert result.verdict == "inconclusive"
    assert result.flagged == 0
    assert any("spread" in reason for reason in result.reasons)


def test_few_unseen_images_tell_what_they_can(rng, pictures):
    train, unseen, generated = (pictures(rng, count) for count in (500, 40, 300))
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.verdict == "no evidence of copying", result.reasons
    assert "with 40 unseen images" in result.notes[0]
    few = memorization(generated, train[:60], unseen[:15], SETTINGS)
    assert few.verdict == "inconclusive"
    assert "only 75 real images" in few.reasons[0]
    assert np.isnan(few.details()["train_share"]["memorized"])


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


def test_a_kind_that_is_frequent_is_no_copy_however_many_unseen_images_there_are(rng, pictures):
    """They must not take all of the calibration: by training images it is known how near unseen ones are."""
    train, unseen, generated = (pictures(rng, count) for count in (900, 700, 300))
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.calibrated_on == 600
    assert result.ruling.strain >= 1
    few = CopyingSettings(neighbours=20, calibration=150)
    assert np.isnan(memorization(generated, train, unseen, few).ruling.strain)


def test_training_images_that_all_have_a_double_are_told_and_no_trap(rng, pictures):
    train, unseen, generated = (pictures(rng, count) for count in (250, 220, 250))
    result = memorization(generated, np.concatenate([train, train]), unseen, SETTINGS)
    assert result.verdict != "copying"
    assert any(
        note.startswith("100% of the training images have a double") for note in result.notes
    )
    once = memorization(generated, train, unseen, SETTINGS)
    assert not any("double" in note for note in once.notes)


def test_near_duplicates_of_unseen_images_are_those_of_unseen_images(rng, pictures):
    """Doubles within the training set say nothing of them."""
    train, unseen, generated = (pictures(rng, count) for count in (250, 220, 250))
    unseen[:22] = train[:22]
    rule = memorization(generated, np.concatenate([train, train]), unseen, SETTINGS).details()[
        "rule"
    ]
    assert rule["unseen_duplicate_rate"] == pytest.approx(0.1)
    # all training images are equal to another one, so none is compared with
    assert rule["real_duplicate_rate"] == pytest.approx(0.1)


def test_a_plain_kind_that_is_generated_often_is_no_copy(rng, pictures):
    """2 % of real images are nearly blank and nearly alike, and 30 % of the generated ones, all of them new."""

    def some(count, plain):
        images = pictures(rng, count)
        images[:plain] = np.rint(128 + rng.normal(0, 1.5, (plain, 16, 16, 1)))
        return images

    for _ in range(2):
        train, unseen, generated = some(1000, 20), some(300, 6), some(300, 90)
        result = memorization(generated, train, unseen, CopyingSettings())
        assert result.flagged == 0, result.reasons
        assert result.verdict != "copying"


def test_where_whole_groups_are_left_out_the_share_of_all_is_no_sign(rng, pictures):
    """Persons, say: held-out pictures of the persons trained on are nearer to these than those of others."""
    looks = pictures(rng, 52).astype(float)

    def of(persons, count):
        which = rng.choice(persons, count)
        shaken = looks[which] + rng.normal(0, 25, (count, 16, 16, 1))
        return np.clip(shaken, 0, 255).astype(np.uint8)

    trained, others = np.arange(40), np.arange(40, 52)
    train, unseen, generated = of(trained, 1000), of(others, 300), of(trained, 320)
    alike = memorization(generated, train, unseen, SETTINGS)
    assert (alike.verdict, alike.flagged) == ("inconclusive", 0)
    assert "of training images themselves" in alike.reasons[0]
    found = memorization(generated, train, unseen, SETTINGS, grouped=True)
    assert found.verdict != "copying"
    assert "whole groups" in found.notes[-1]
    told = found.details()["train_share"]
    assert told["share"] == alike.share.share
    assert all(np.isnan(told[key]) for key in ("p", "memorized", "memorized_low"))


def test_unseen_images_that_were_saved_otherwise_make_no_copies(rng, pictures):
    train, unseen, generated = (pictures(rng, count) for count in (500, 250, 300))
    grain = rng.integers(-25, 26, unseen.shape)
    noisy = np.clip(unseen + grain, 0, 255).astype(np.uint8)
    found = memorization(generated, train, noisy, SETTINGS)
    assert (found.verdict, found.flagged) == ("inconclusive", 0)
    assert found.share.share > found.share.expected
    assert "saved otherwise" in found.reasons[0]
    assert np.isnan(found.details()["train_share"]["p"])
    # copies show all the same
    copied = np.concatenate([train[:30], generated[30:]])
    assert memorization(copied, train, noisy, SETTINGS).verdict == "copying"


@pytest.mark.parametrize("seed", range(8))
def test_training_images_of_the_same_source_are_not_apart_from_unseen_ones(seed, pictures):
    rng = np.random.default_rng(seed)
    own = Judge(pictures(rng, 300), pictures(rng, 120), SETTINGS, 10, rng).own
    assert not own.apart
    assert abs(own.share - own.expected) < 0.1


def test_a_judge_knows_what_share_of_the_real_images_was_trained_on(rng, blobs):
    known = Judge(blobs(rng, 300), blobs(rng, 100), SETTINGS, 10, rng)
    assert known.rule.chance == 0.75
    assert Judge(blobs(rng, 300), blobs(rng, 100), SETTINGS, 10, rng, grouped=True).rule.chance == 1


@pytest.mark.parametrize(
    ("p", "low", "called"), [(0.009, 0.26, True), (0.011, 0.26, False), (0.009, 0.24, False)]
)
def test_the_share_is_called_from_a_quarter_on_that_is_sure(p, low, called):
    share = TrainShare(0.9, 0.7, p, 0.4, low, 0.6, 200)
    assert leans(share, CopyingSettings()) == called
    assert not leans(share, CopyingSettings(memorized=0.3))


def test_the_numbers_of_details_are_of_what_they_name(rng, pictures):
    train, unseen, generated = pictures(rng, 300), pictures(rng, 220) // 2, pictures(rng, 210) // 3
    result = memorization(generated, train, unseen, SETTINGS)

    def least(images, others):
        apart = np.abs(images[:, None].astype(float) - others[None]).mean(axis=(2, 3, 4))
        return apart.min(axis=1)

    told = result.details()["median_distance"]
    assert told["generated_to_train"] == pytest.approx(np.median(least(generated, train)))
    assert told["test_to_train"] == pytest.approx(np.median(least(unseen, train)))
    assert told["generated_to_test"] == pytest.approx(np.median(least(generated, unseen)))
    drawn = result.distances()
    np.testing.assert_allclose(drawn.generated, least(generated, train))
    np.testing.assert_allclose(drawn.unseen, least(unseen, train))


def test_copying_makes_images_nearer_than_unseen_ones(rng, pictures):
    train, unseen = pictures(rng, 300), pictures(rng, 220)
    shaken = np.clip(train[:200] + rng.normal(0, 9, (200, 16, 16, 1)), 0, 255).astype(np.uint8)
    assert memorization(shaken, train, unseen, SETTINGS).closeness.low > 0.5


def test_the_bound_on_plain_copies_is_of_different_images(rng, pictures):
    train, generated = pictures(rng, 300), pictures(rng, 250)
    unseen = np.concatenate([pictures(rng, 60), train[:240]])
    result = memorization(np.repeat(generated, 2, 0), train, unseen, SETTINGS)
    assert result.reasons[-1].startswith("0 of 250 different generated images are within 2 grey")
