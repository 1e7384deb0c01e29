import numpy as np
import pytest

from wgan.evaluation.measures.two_sample import MEASURE, two_sample
from wgan.evaluation.sets import Sets


def test_two_sample_is_half_for_one_source_and_one_for_two(rng):
    same = [two_sample(rng.normal(size=(90, 2)), rng.normal(size=(90, 2))) for _ in range(200)]
    inside = [each.low <= 0.5 <= each.high for each in same]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)
    assert two_sample(rng.normal(size=(50, 2)), rng.normal(99, 1, (50, 2))).accuracy == 1
    copied = rng.normal(size=(50, 2))
    assert two_sample(copied, copied).accuracy == 0
    assert two_sample(np.zeros((9, 2)), np.zeros((9, 2))).accuracy == 0.5


def test_two_sample_equals_sklearns_leave_one_out(rng):
    from sklearn.model_selection import LeaveOneOut, cross_val_score
    from sklearn.neighbors import KNeighborsClassifier

    real, fake = rng.normal(size=(30, 3)), rng.normal(0.7, 1, (30, 3))
    scores = cross_val_score(
        KNeighborsClassifier(1),
        np.concatenate([real, fake]),
        np.repeat([0, 1], 30),
        cv=LeaveOneOut(),
    )
    assert two_sample(real, fake).accuracy == pytest.approx(scores.mean())


def test_generated_images_are_told_from_unseen_ones_and_real_ones_are_not(rng):
    real, unseen = rng.integers(100, 150, (2, 60, 4, 4, 1)).astype(np.uint8)
    found = MEASURE.measure(Sets(unseen // 2, real, unseen, None, 0))
    assert found.generated["accuracy"] == 1
    assert found.real["accuracy"] < 0.7
