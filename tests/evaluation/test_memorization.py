import numpy as np
import pytest

from wgan.evaluation.copies import Judge
from wgan.evaluation.findings import bound
from wgan.evaluation.memorization import different, leans, memorization
from wgan.evaluation.neighbours import nearest
from wgan.evaluation.planting import KINDS, plant
from wgan.evaluation.rule import Rule, Scores
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.share import TrainShare

SETTINGS = CopyingSettings(neighbours=20, calibration=600)
RULE = Rule(fdr=0.05, duplicate=2.0, chance=0.75)


def scores(count, **known):
    """Images far from everything and usual, but for what is known."""
    usual = {
        "distance": 9.0,
        "isolation": 1.0,
        "surprise": 0.0,
        "to_train": 9.0,
        "to_unseen": 9.0,
        "by_unseen": np.nan,
        "nearest": range(count),
        "source": 0,
    }
    return Scores(
        **{key: np.resize(known.get(key, [value]), count) for key, value in usual.items()}
    )


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


def test_near_duplicates_are_counted_with_repeats_and_bounded_without():
    """The bound of 30 different images without any is 1 - 0.05^(1/30), however often each is repeated."""
    each = RULE.apply(scores(30, distance=[9.0]), scores(300))
    assert "at most 9.5% of what" in bound(each, 2.0)
    copied = RULE.apply(scores(2, distance=[0.5, 9.0]), scores(300)).repeated(
        np.array([0, 0, 0, 1])
    )
    told = copied.account()
    assert (told["duplicates"], told["duplicate_rate"], told["flagged"]) == (3, 0.75, 3)


def test_a_single_flag_of_few_images_decides_nothing():
    one = scores(30, surprise=[9.0] + [0.0] * 29)
    many = scores(100, surprise=[9.0] * 5 + [0.0] * 95)
    real = scores(1000, surprise=np.linspace(0, 7, 1000))
    assert not RULE.apply(one, real).flagged.any()
    assert RULE.apply(many, real).flagged.sum() == 5


def test_surprises_that_unseen_images_make_as_well_are_no_sign():
    """A kind that is more frequent than among real images keeps too near to all of them."""
    real = scores(1000, surprise=np.linspace(0, 7, 1000), by_unseen=np.linspace(0, 7, 1000))
    near = np.array([9.0] * 15 + [0.0] * 85)
    found = RULE.apply(scores(100, surprise=near, by_unseen=[0.0, 5.0]), real)
    assert (found.flagged.sum(), found.strain) == (15, 1)
    found = RULE.apply(scores(100, surprise=near, by_unseen=near), real)
    assert not found.flagged.any()
    assert found.strain == pytest.approx(9 / 6.3, rel=0.01)
    few = RULE.apply(scores(100, surprise=near, by_unseen=np.where(np.arange(100) < 5, 9, 1)), real)
    assert few.flagged.sum() == 15


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


def test_where_real_images_are_full_of_twins_plain_copies_are_bounded_all_the_same(rng, pictures):
    """Planted ones can't be told from the data's own doubles; but none at all is an answer, too."""
    train, generated = pictures(rng, 300), pictures(rng, 250)
    unseen = np.concatenate([pictures(rng, 60), train[:240]])
    result = memorization(generated, train, unseen, SETTINGS)
    assert result.verdict == "inconclusive"
    assert result.control.by_kind["exact"] == 0
    # none of n: at most 1 - 0.05 ** (1 / n), Clopper and Pearson
    assert result.reasons[-1].startswith("0 of 250 different generated images are within 2 grey")
    assert "at most 1.2% of what the generator makes are plain copies" in result.reasons[-1]


def test_as_many_twins_as_real_images_have_are_no_sign():
    twin = {"distance": [0.0] * 20 + [9.0] * 380, "isolation": [0.0] * 20 + [1.0] * 380}
    surprise = [30.0] * 20 + [0.0] * 380
    both = scores(400, **twin, surprise=surprise, to_unseen=[0.0] * 5 + [9.0] * 395)
    assert not RULE.apply(both, both).flagged.any()
    # the first five are as near to unseen images: nobody has copied those
    assert RULE.apply(both, scores(400)).flagged[:20].tolist() == [False] * 5 + [True] * 15


def test_twins_are_a_sign_where_real_images_have_near_ones_that_are_no_twins():
    """Plain images, such as ones, are near to many: 12 of 3,000 here, and a single twin."""
    near = [0.0] * 12 + [9.0] * 2988
    real = scores(3000, distance=near, isolation=[0.0] + [1.0] * 2999)
    six = [0.0] * 6 + [9.0] * 994
    copies = scores(1000, distance=six, isolation=six)
    assert RULE.apply(copies, real).flagged.tolist() == [True] * 6 + [False] * 994
    # 6 of the 7 twins among the 1,000 of 4,000 images: 7 * 0.25**6 * 0.75 + 0.25**7
    assert RULE.apply(copies, real).duplicate_p == pytest.approx(22 / 4**7)
    assert not RULE.apply(scores(1000, distance=six), real).flagged.any()


def test_twins_of_training_images_alone_are_a_sign_however_many_real_ones_there_are():
    near = [0.0] * 40 + [9.0] * 360
    one_sided = scores(400, distance=near, isolation=near, to_train=near)
    assert RULE.apply(one_sided, one_sided).flagged[:40].all()
    both_sides = one_sided._replace(to_unseen=np.array([9.0] * 25 + [0.0] * 15 + [9.0] * 360))
    both_sides.to_train[25:40] = 9.0
    assert not RULE.apply(both_sides, both_sides).flagged.any()


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


def test_duplicates_count_only_where_real_images_have_fewer():
    many, few = scores(20, distance=[0.0]), scores(20)
    rule = Rule(fdr=0.05, duplicate=2.0, chance=1.0)
    assert rule.apply(many, few).flagged.all()
    assert not rule.apply(many, many).flagged.any()
    assert not rule.apply(few, many).flagged.any()


def test_planted_copies_are_near_their_sources(rng, blobs):
    train = blobs(rng, 30)
    copies, kinds = plant(train, 5, rng)
    assert len(copies) == len(kinds) == 5 * len(KINDS)
    assert kinds[: len(KINDS)] == list(KINDS)
    exact = nearest(copies[:: len(KINDS)], train, 1)
    assert (exact.distance == 0).all()
    noisy = np.abs(KINDS["noisy"](np.full((9, 8, 8, 1), 128, np.uint8), rng) - 128.0)
    assert noisy.mean() == pytest.approx(10 * np.sqrt(2 / np.pi), rel=0.1)


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
    assert np.isnan(result.ruling.strain)
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
    assert rule["real_duplicate_rate"] > 0.5


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
    assert (alike.verdict, alike.flagged) == ("copying", 0)
    found = memorization(generated, train, unseen, SETTINGS, grouped=True)
    assert found.verdict != "copying"
    assert "whole groups" in found.notes[-1]


def preferred(flagged_of, chance=0.75, **known):
    """Flags among 400 images, `flagged_of` of them near, where real images have many near ones, too."""
    near = np.arange(400) < flagged_of
    images = scores(400, distance=np.where(near, 1.0, 9.0), isolation=np.ones(400), **known)
    many = scores(400, distance=np.where(np.arange(400) < 2 * flagged_of, 1.0, 9.0))
    return int(Rule(0.05, 2.0, chance).apply(images, many).flagged.sum())


def test_lying_at_training_images_counts_as_far_as_chance_does_not_put_them_there():
    near = np.arange(400) < 30
    at_train = np.where(near, 1.0, 9.0)
    assert preferred(30, to_train=at_train) == 30
    assert preferred(30, to_train=at_train, chance=0.9) == 0, "0.9^30 is 4 %"
    assert preferred(30, to_train=at_train, chance=1.0) == 0, "of groups"


def test_of_a_plain_kind_the_nearest_is_what_counts():
    """Each of 60 images has real ones of both sets within reach, three quarters of the nearest in training."""
    near = np.arange(400) < 60
    ours = np.arange(400) % 4 > 0
    to_train = np.where(near, np.where(ours, 1.0, 1.5), 9.0)
    to_unseen = np.where(near, np.where(ours, 2.5, 1.0), 9.0)
    assert preferred(60, to_train=to_train, to_unseen=to_unseen) == 0
    # 60 at training images alone, 40 at both and nearer to unseen ones: 60 of 100 is chance's work
    row = np.arange(400)
    to_train = np.where(row < 100, 1.0 + 0.5 * (row >= 60), 9.0)
    to_unseen = np.where((row >= 60) & (row < 100), 1.0, 9.0)
    assert preferred(100, chance=0.5, to_train=to_train, to_unseen=to_unseen) == 0


def test_many_images_around_one_training_image_are_one_accident():
    """It may be plain, or stand for 80 equal ones, which the split keeps together."""
    at_train = np.where(np.arange(400) < 30, 1.0, 9.0)
    assert preferred(30, to_train=at_train, nearest=[7]) == 0


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
