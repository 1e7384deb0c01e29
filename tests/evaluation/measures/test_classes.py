from dataclasses import replace

import numpy as np
import pytest

from wgan.evaluation.measures.classes import MEASURE, agreement, classes, covered, lack, weights
from wgan.evaluation.sets import Labelled, Sets


def sets(generated, train, unseen, count):
    images = generated[0][:9]
    return Sets(images, images, images, Labelled(generated, train, unseen, count), 0)


def test_coverage_and_agreement_by_hand():
    expected = np.array([0.5, 0.5, 0.0])
    assert covered(np.array([0.95, 0.05, 0.0]), expected) == 1
    assert covered(expected, expected) == 2
    assert agreement(np.array([1, -1, 2]), np.array([1, 0, 0])) == 0.5
    assert np.isnan(agreement(np.array([-1]), np.array([0])))


def test_the_classifier_sees_what_is_there(rng):
    prototypes = rng.integers(0, 200, (3, 6, 6, 1))

    def draw(labels):
        noise = rng.integers(0, 55, (len(labels), 6, 6, 1))
        return (prototypes[labels] + noise).astype(np.uint8), labels

    train, unseen = draw(np.arange(150) % 3), draw(np.arange(60) % 3)
    half = draw(np.arange(60) % 2)
    found = classes(sets(half, train, unseen, 4))
    assert found.generated["covered"] == 2
    assert found.real["covered"] == 3
    # half and half, where training has thirds
    assert found.generated["kl"] == pytest.approx(np.log(1.5), abs=1e-6)
    assert found.real["kl"] == pytest.approx(0, abs=1e-6)
    assert found.generated["agreement"] == found.real["agreement"] == 1
    told = found.extra["classes"]
    assert told["classes"] == 3
    assert told["shares"] == {"0": 0.5, "1": 0.5, "2": 0, "3": 0}
    assert told["scarcest"] is None, "nobody asked for the class that is not there"
    lacking = sets(
        (draw(np.arange(600) % 2)[0], np.arange(600) % 3), train, draw(np.arange(600) % 3), 4
    )
    named = replace(lacking, labelled=replace(lacking.labelled, names=["a", "b", "c", "d"]))
    for each, name in ((lacking, "2"), (named, "c")):
        found = classes(each)
        assert found.extra["classes"]["scarcest"] == found.names["scarcest"] == name
        (said,) = filter(None, (one.objection(found, 600, far=False) for one in MEASURE.quantities))
        assert said.startswith(f"class {name} is surely short of at least ")
    assert told["real_kl"] == found.real["kl"]


def test_what_cannot_be_measured_is_left_out(rng, blobs):
    images, labels = blobs(rng, 30), np.arange(30) % 2
    unasked = classes(sets((images, labels * 0 - 1), (images, labels), (images, labels), 2))
    assert set(unasked.generated) == {"covered", "kl", "lack"}
    assert np.isnan(unasked.extra["classes"]["agreement"])
    alike = classes(sets((images, labels), (images, labels * 0), (images, labels), 2))
    assert alike.generated == {}
    assert alike.extra == {"classes": None}


def test_a_missing_class_is_surely_lacking(rng):
    labels = np.arange(1000) % 10
    plain = np.ones(1000)
    made = np.where(labels == 8, rng.integers(0, 8, 1000), labels)
    made[:5] = 8  # misread
    scarcest, least = lack(made, labels, plain)
    assert scarcest == 8
    assert least > 0.7
    assert lack(labels, labels, plain)[1] == 0
    few = labels[:30]
    assert lack(few[few != 8], few, plain[:30])[1] == 0  # too few to say
    # the bound by hand: 5.5 of 1000.5 against a tenth
    error = np.sqrt(1 / 5.5 + 1 / 100)
    bound = 5.5 / 1000.5 / 0.1 * np.exp(3.0902 * error)
    assert least == pytest.approx(1 - bound, abs=1e-3)


def test_chance_is_no_lack(rng):
    found = [lack(*rng.integers(0, 10, (2, count)), np.ones(count))[1] for count in [300] * 400]
    assert np.mean([each > 0 for each in found]) < 0.03
    assert max(found) < 0.3


def test_classes_asked_for_evenly_of_uneven_data_lack_nothing(rng):
    true = np.repeat([0, 1], [900, 100])
    asked = np.arange(1000) % 2
    weight = weights(asked, true, 2)
    assert np.bincount(true, weight) == pytest.approx([500, 500])
    assert lack(asked, true, weight)[1] == 0
    assert lack(asked, true, np.ones(1000))[1] > 0.3
    assert weights(asked - 1, true, 2).tolist() == [1] * 1000


def test_a_class_is_covered_from_a_fifth_of_its_share():
    assert covered(np.array([0.89, 0.11]), np.array([0.5, 0.5])) == 2
    assert covered(np.array([0.91, 0.09]), np.array([0.5, 0.5])) == 1


def test_images_without_a_class_are_of_none_and_real_lacks_what_its_halves_lack(rng):
    prototypes = rng.integers(0, 200, (3, 6, 6, 1))

    def draw(labels):
        noise = rng.integers(0, 55, (len(labels), 6, 6, 1))
        return (prototypes[labels] + noise).astype(np.uint8), labels

    images, labels = draw(np.arange(150) % 3)
    unknown = images, np.where(np.arange(150) < 60, -1, labels)
    even = draw(np.arange(60) % 3)
    assert classes(sets(even, unknown, even, 3)).generated["kl"] == pytest.approx(0, abs=1e-6)
    # at the even places none is of class 1 or 2
    odd = draw(np.tile([0, 1, 0, 2], 150))
    assert classes(sets(odd, (images, labels), odd, 3)).real["lack"] > 0.5
