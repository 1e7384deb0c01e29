from pathlib import Path

import numpy as np
import pytest

import wgan.evaluation.measures
from wgan.evaluation.measure import Limits, Measure, Measured, Quantity, ratio
from wgan.evaluation.measures import measures
from wgan.evaluation.quality import judge, quality

ALWAYS = ("w1_ratio", "coverage", "told_apart")
"""The contract: keys of metrics.json, in the order of deciding; with classes there may be one more."""


def test_verdicts_on_good_and_bad_images(rng, blobs):
    train, unseen, good = blobs(rng, 150), blobs(rng, 150), blobs(rng, 150)
    blank, alike = np.zeros_like(good), np.repeat(good[:5], 30, axis=0)
    results = {
        name: quality(images, train, unseen, None, 0)
        for name, images in (("good", good), ("blank", blank), ("alike", alike))
    }
    assert results["good"].verdict == "close to real", results["good"].reasons
    assert results["blank"].verdict == "far from real"
    assert results["alike"].verdict == "far from real"
    assert quality(good[:9], train[:9], unseen[:9], None, 0).verdict == "inconclusive"
    assert results["good"].details() == quality(good, train, unseen, None, 0).details()


def test_every_file_of_the_folder_is_a_measure_of_its_name_in_the_order_of_places():
    folder = Path(wgan.evaluation.measures.__file__).parent
    names = [measure.name for measure in measures()]
    assert sorted(names) == sorted(path.stem for path in folder.glob("[!_]*.py"))
    places = [measure.place for measure in measures()]
    assert places == sorted(places)


def test_no_metric_is_given_twice_and_the_contract_is_kept():
    keys = [
        quantity.metric.key
        for measure in measures()
        for quantity in measure.quantities
        if quantity.metric
    ]
    assert len(keys) == len(set(keys))
    assert tuple(keys[:3]) == ALWAYS
    assert len(keys) <= 4  # and four more come from copying and the trend, at most


HIGHER, LOWER = (0.9, 0.5), (2.0, 6.0)
"""Limits up to which images are close to real, and beyond which far, where that is better."""


def made(limits, own, real=1.0):
    words = "{generated} {real} {value}"
    quantity = Quantity("x", "X", "x", limits=Limits(*limits, words))
    return [(Measure("m", lambda _: None, (quantity,)), Measured({"x": own}, {"x": real}))]


@pytest.mark.parametrize(
    ("limits", "own", "verdict"),
    [
        (HIGHER, 0.9, "close to real"),
        (HIGHER, 0.89, "short of real"),
        (HIGHER, 0.5, "short of real"),
        (HIGHER, 0.49, "far from real"),
        (LOWER, 2.0, "close to real"),
        (LOWER, 2.1, "short of real"),
        (LOWER, 6.1, "far from real"),
        (LOWER, float("nan"), "close to real"),
    ],
)
def test_a_verdict_follows_the_limits(limits, own, verdict):
    assert judge(made(limits, own), 100)[0] == verdict
    assert judge(made(limits, own), 99)[0] == "inconclusive"


def test_the_limit_gives_way_to_chance_with_few_images():
    for limits, close in (
        (Limits(*HIGHER, "", chance=0.2), [0.7, 0.8, 0.88]),
        (Limits(*LOWER, "", chance=1.0), [3.0, 2.5, 2.1]),
    ):
        found = [limits.at(count, far=False) for count in (100, 400, 10_000)]
        assert found == pytest.approx(close)
        assert limits.at(100, far=True) == limits.far


def test_what_is_far_is_said_without_what_is_merely_short():
    short, far = made(HIGHER, 3.0, 4.0), made(LOWER, 30.0, 4.0)
    assert judge(short + far, 100) == ("far from real", ["30.0 4.0 7.5"])
    assert judge(short, 100) == ("short of real", ["3.0 4.0 0.75"])


def test_a_number_that_was_not_measured_appears_nowhere(rng, blobs):
    images = [blobs(rng, 20) for _ in range(3)]
    result = quality(*images, None, 0)
    assert tuple(result.summary()) == ALWAYS
    assert result.details()["classes"] is None
    assert not any("class" in row.name.lower() for row in result.rows())


def test_ratio_to_nothing_is_no_number():
    assert ratio(3.0, 2.0) == 1.5
    assert np.isnan(ratio(3.0, 0.0))
    assert np.isnan(ratio(3.0, float("nan")))


def test_the_limits_are_those_of_the_docs():
    limits = {
        f"{measure.name}.{each.key}": (each.limits.close, each.limits.far)
        for measure in measures()
        for each in measure.quantities
        if each.limits
    }
    assert limits == {
        "w1.distance": (1.05, 1.3),
        "overlap.recall": (-0.1, -0.5),
        "overlap.coverage": (0.9, 0.5),
        "two_sample.accuracy": (0.6, 0.9),
        "patches.distance": (0.02, 0.15),
        "diversity.spacing": (0.9, 0.5),
        "sure.share": (0.9, 0.5),
        "classes.lack": (0.3, 1.0),
    }
