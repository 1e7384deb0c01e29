"""What is said of copying: every doubt, one side and the other of its threshold."""

import numpy as np
import pytest

from wgan.evaluation.control import Control
from wgan.evaluation.findings import doubts, notes, signs
from wgan.evaluation.rule import Ruling
from wgan.evaluation.share import TrainShare
from wgan.evaluation.surplus import Surplus


def said(real=200, effective=100.0, power=0.8, detectable=0.02):
    share = TrainShare(0.5, 0.5, 0.5, 0.0, -0.1, 0.1, effective)
    return doubts(real, share, Control(20, 400, power, {}, {}, detectable))


def test_enough_of_all_leaves_no_doubt():
    assert said() == []


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ({"real": 199}, "only 199 real images to compare with, 200 are needed; copies would show from about 2%"),
        ({"real": 199, "detectable": float("nan")}, "with 20 copies among 400, 80% of the sets would be called copying"),
        ({"effective": 99.0}, "no more than 99 different real ones, 100 are needed"),
        ({"power": 0.79}, "of sets with 20 planted copies among 400 images 79% would be called copying, 80% are needed"),
    ],
)  # fmt: skip
def test_a_little_less_of_one_is_a_doubt(short, words):
    (doubt,) = said(**short)
    assert words in doubt


def noted(doubled=0.0, unseen=200, least=0.3, moved=1):
    sizes = {"generated": (9, 9), "unseen": unseen, "twins": (0, moved, 100)}
    return notes(**sizes, doubled=doubled, least=least, grouped=False)


def test_what_is_worth_a_note():
    assert noted() == noted(doubled=0.05) == []
    assert noted(doubled=0.06)[0].startswith("6% of the training images have a double")
    assert noted(moved=2)[0].startswith("2 of 100 unseen images are training images mirrored")
    assert "at least 99% of the images were owed" in noted(unseen=199, least=0.99)[0]
    assert noted(unseen=199, least=1.0)[0].endswith("copying as a whole can't be told")


@pytest.mark.parametrize(("p", "told"), [(0.0099, True), (0.0101, False)])
def test_a_sure_surplus_is_a_sign(p, told):
    none = np.zeros(9, bool)
    ruling = Ruling(np.ones(9), none, none, 1.0, 0, 9, 0, 1.0, Surplus(15, 6.2, p))
    found = signs(ruling, TrainShare(0.5, 0.5, 0.5, 0.0, -0.1, 0.1, 100.0), by_share=False)
    assert len(found) == told
    assert ruling.copying == told
    assert all("15 images" in sign and "where 6 would" in sign for sign in found)
    one = ruling._replace(flagged=np.arange(9) == 0)
    (flagged,) = signs(one, TrainShare(0.5, 0.5, 0.5, 0.0, -0.1, 0.1, 100.0), by_share=False)
    assert flagged.startswith("1 of 9")
