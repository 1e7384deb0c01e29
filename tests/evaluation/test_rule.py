"""What the rule says of scores given outright."""

from math import comb

import numpy as np
import pytest

from wgan.evaluation.findings import bound
from wgan.evaluation.rule import Rule
from wgan.evaluation.scores import Scores

RULE = Rule(fdr=0.05, duplicate=2.0, chance=0.75)


def scores(count, **known):
    """Images far from everything and usual, but for what is known."""
    usual = {
        "distance": 9.0,
        "company": 9.0,
        "isolation": 1.0,
        "surprise": 0.0,
        "to_train": 9.0,
        "to_unseen": 9.0,
        "by_unseen": np.nan,
        "nearest": range(count),
        "sources": range(count),
        "own": -1,
    }
    said = {key: np.resize(known.get(key, [value]), count) for key, value in usual.items()}
    # one way to look
    said |= {"surprises": said.pop("surprise")[:, None], "sources": said["sources"][:, None]}
    return Scores(**said)


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
    # 6 of the 7 twins are among the 1,000 of 4,000 images, or all
    chance = (comb(1000, 6) * 3000 + comb(1000, 7)) / comb(4000, 7)
    assert RULE.apply(copies, real).duplicate_p == pytest.approx(chance)
    assert not RULE.apply(scores(1000, distance=six), real).flagged.any()


def test_twins_of_training_images_alone_are_a_sign_however_many_real_ones_there_are():
    near = [0.0] * 40 + [9.0] * 360
    one_sided = scores(400, distance=near, isolation=near, to_train=near)
    assert RULE.apply(one_sided, one_sided).flagged[:40].all()
    both_sides = one_sided._replace(to_unseen=np.array([9.0] * 25 + [0.0] * 15 + [9.0] * 360))
    both_sides.to_train[25:40] = 9.0
    assert not RULE.apply(both_sides, both_sides).flagged.any()


def test_duplicates_count_only_where_real_images_have_fewer():
    many, few = scores(20, distance=[0.0]), scores(20)
    rule = Rule(fdr=0.05, duplicate=2.0, chance=1.0)
    assert rule.apply(many, few).flagged.all()
    assert not rule.apply(many, many).flagged.any()
    assert not rule.apply(few, many).flagged.any()


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


def test_a_twentieth_of_strange_images_strains_the_rule():
    real = scores(1000, by_unseen=np.linspace(0, 7, 1000))
    strange = scores(1000, by_unseen=np.array([9.0] * 50 + [0.0] * 950))
    assert RULE.apply(strange, real).strain > 1.2


def test_twins_are_judged_by_all_real_images_and_others_without_the_twins():
    """Where real images have twins by themselves a nearer one is a copy all the same."""
    twins = {"distance": [0.0] * 50 + [9.0] * 950, "isolation": [0.0] * 50 + [1.0] * 950}
    real = scores(1000, **twins, surprise=[6.0] * 50 + [0.0] * 950)
    images = scores(400, distance=[0.0] * 30 + [9.0] * 370, isolation=[0.0] * 30 + [1.0] * 370)
    nearer = images._replace(surprises=np.where(np.arange(400) < 30, 7.0, 0.0)[:, None])
    assert RULE.apply(nearer, real).flagged.tolist() == [True] * 30 + [False] * 370
    as_near = images._replace(surprises=np.where(np.arange(400) < 30, 6.0, 0.0)[:, None])
    assert not RULE.apply(as_near, real).flagged.any()
    # no twin, but nearer than all real ones that are none
    others = scores(400, surprise=[5.0] * 20 + [0.0] * 380)
    assert RULE.apply(others, real).flagged.sum() == 20


def test_two_scales_share_the_false_alarms():
    """Images like real ones: of all, twins or not, no more than a tenth have p of a tenth."""
    rng = np.random.default_rng(0)
    said = {"distance": [0.0] * 200 + [9.0] * 1800, "isolation": [0.0] * 200 + [1.0] * 1800}
    surprise = np.where(np.arange(2000) < 200, 5.0, 0.0) + rng.exponential(size=2000)
    rows = rng.permutation(2000)
    both = scores(2000, **said, surprise=surprise)
    for share in (0.01, 0.1, 0.3):
        p = RULE.apply(both.part(rows[1000:]), both.part(rows[:1000])).p
        # three standard errors
        assert np.mean(p <= share) < share + 3 * np.sqrt(share / 1000)
    assert p.max() <= 1


def test_more_near_images_than_chance_are_copying_without_a_flag():
    real = scores(1000, surprise=np.linspace(0, 7, 1000))
    images = scores(300, surprise=[6.88] * 15 + [0.0] * 285)
    found = RULE.apply(images, real)
    assert not found.flagged.any()
    assert found.copying
    assert (found.surplus.seen, found.surplus.expected) == (15, 6)
    # unseen images are kept as near to: what they show is the cause
    beside = {"by_unseen": np.linspace(0, 7, 1000)}
    strange = scores(300, surprise=[6.88] * 15 + [0.0] * 285, by_unseen=[12.0] * 15 + [0.0] * 285)
    assert not RULE.apply(strange, scores(1000, surprise=np.linspace(0, 7, 1000), **beside)).copying
    groups = Rule(0.05, 2.0, 1.0).apply(images, real)
    assert groups.surplus is None
    assert not groups.copying


def test_the_chances_of_twins_and_of_others_with_their_parts():
    """Among 99 real images one is a twin: thrice the rank of 100, and one and a half times that of 99."""
    real = scores(
        99, distance=[0.0] + [9.0] * 98, isolation=[0.0] + [1.0] * 98, surprise=[1.0] * 99
    )
    images = scores(2, distance=[0.0, 9.0], isolation=[0.0, 1.0], surprise=[2.0, 2.0])
    np.testing.assert_allclose(RULE.apply(images, real).p, [3 / 100, 1.5 / 99])


def test_an_excess_that_unseen_images_have_as_well_is_no_sign():
    """60 images are near: 45 nearer to training and 15 to unseen images, as three quarters of all are; of real ones few are."""
    row = np.arange(400)
    near = np.where(row < 60, 1.0, 9.0)
    real = scores(1200)
    at_train = {"distance": near, "to_train": np.where(row < 45, 1.0, 9.0)}
    images = scores(400, **at_train, to_unseen=np.where((row >= 45) & (row < 60), 1.0, 9.0))
    assert not RULE.apply(images, real).flagged.any()
    assert RULE.apply(scores(400, **at_train), real).flagged.sum() == 60
    groups = Rule(0.05, 2.0, 1.0)
    assert groups.apply(images, real).flagged.sum() == 45, "groups tell nothing of unseen images"
