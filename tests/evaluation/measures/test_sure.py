import numpy as np
import pytest
from scipy import ndimage

from wgan.evaluation.measures.sure import MEASURE, sure, sure_share
from wgan.evaluation.sets import Labelled, Sets


@pytest.fixture
def draw(rng):
    """Noisy copies (n, 12, 12, 1) of one picture for each of three classes, and the labels."""
    prototypes = ndimage.gaussian_filter(rng.normal(0, 1, (3, 12, 12)), (0, 1, 1)) * 200 + 128

    def images(n):
        labels = np.arange(n) % 3
        noisy = prototypes[labels] + rng.normal(0, 25, (n, 12, 12))
        return np.clip(noisy, 0, 255).astype(np.uint8)[..., None], labels

    return images


def measured(generated, train, unseen):
    images = unseen[0][:9]
    return sure(Sets(images, images, images, Labelled(generated, train, unseen, 3), 0))


def blurred(images, by):
    return ndimage.gaussian_filter(images, (0, by, by, 0))


def test_shares_by_hand():
    unseen = np.repeat(np.arange(40.0), 2)  # both halves are 0 to 39, whose 5 % quantile is 1.95
    assert sure_share(np.array([0.0, 1.9, 2.0, 39.0]), unseen) == (0.5, 0.95)
    other = np.where(np.arange(80) % 2, unseen + 100, unseen)
    # the half of 0 to 39 never reaches 101.95, the other always reaches 1.95
    assert sure_share(np.array([50.0]), other) == (0.5, 0.5)
    assert np.isnan(sure_share(unseen, unseen[:39])).all()


def test_images_as_good_as_real_come_near_95_percent_and_noise_near_0(draw, rng):
    train, unseen = draw(240), draw(400)
    found = measured(draw(400), train, unseen)
    assert found.generated["share"] == pytest.approx(0.95, abs=0.04)
    assert found.real["share"] == pytest.approx(0.95, abs=0.03)
    same = measured(unseen, train, unseen)
    assert same.generated["share"] == pytest.approx(0.95, abs=0.01)
    noise = rng.integers(0, 256, unseen[0].shape, np.uint8), unseen[1]
    assert measured(noise, train, unseen).generated["share"] < 0.01


def test_falls_as_blur_grows(draw):
    train, unseen = draw(240), draw(200)
    shares = [
        measured((blurred(unseen[0], by), unseen[1]), train, unseen).generated["share"]
        for by in (0, 1, 2, 3, 4)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.1


def test_is_the_same_every_time(draw):
    sets = draw(40), draw(90), draw(60)
    assert measured(*sets) == measured(*sets)


@pytest.mark.parametrize(
    "taught",
    [
        pytest.param(lambda images, labels: (images, labels * 0), id="one class"),
        pytest.param(lambda images, labels: (images, labels * 0 - 1), id="no labels"),
        pytest.param(lambda images, labels: (images * 0, labels), id="constant"),
    ],
)
def test_without_a_classifier_there_is_nothing(draw, taught):
    found = measured(draw(40), taught(*draw(90)), draw(60))
    assert found.generated == {}


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(np.arange(90) // 89, id="a class of one image"),
        pytest.param(np.arange(90) % 3 - 1, id="some without a label"),
    ],
)
def test_odd_labels_do_not_stop_it(draw, labels):
    found = measured(draw(40), (draw(90)[0], labels), draw(60))
    assert 0 <= found.generated["share"] <= 1


def test_too_few_unseen_images_show_as_a_dash(draw):
    found = measured(draw(40), draw(90), draw(19))
    quantity = MEASURE.quantities[0]
    assert (quantity.shown(found).generated, quantity.shown(found).real) == ("–", "–")
    assert quantity.objection(found, 100, far=False) is None
