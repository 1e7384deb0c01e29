"""The split: disjoint, complete, seeded, each class in proportion."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgan.data.split import SPLITS, Shares, split
from wgan.errors import InputError


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(-1, 4), min_size=20, max_size=200),
    st.floats(0.1, 0.4),
    st.floats(0.1, 0.4),
    st.integers(0, 9),
)
def test_parts(labels: list[int], validation: float, test: float, seed: int) -> None:
    tags = np.array(labels)
    parts = split(tags, Shares(validation, test, seed))
    together = np.concatenate([parts[name] for name in SPLITS])
    assert sorted(together) == list(range(len(labels)))
    assert len(parts["validation"]) == round(len(labels) * validation)
    assert len(parts["test"]) == round(len(labels) * test)
    for label in set(labels):
        size = (tags == label).sum()
        for name, share in (("validation", validation), ("test", test)):
            # each class is cut from a line on which all are spread evenly
            slack = 1 + len(set(labels)) * size / len(labels) + 1
            assert abs((tags[parts[name]] == label).sum() - size * share) <= slack
    again = split(tags, Shares(validation, test, seed))
    assert all((parts[name] == again[name]).all() for name in SPLITS)


def test_seeds_differ() -> None:
    tags = np.zeros(100, np.int64)
    assert (
        split(tags, Shares(0.2, 0.2, 0))["test"] != split(tags, Shares(0.2, 0.2, 1))["test"]
    ).any()


def test_a_class_of_one_image_falls_anywhere() -> None:
    """Each of 20 images that are alone in their class is held out as often as its share says."""
    seeds = 400
    parts = [split(np.arange(20), Shares(0.1, 0.2, seed)) for seed in range(seeds)]
    for name, share in (("validation", 0.1), ("test", 0.2), ("train", 0.7)):
        times = np.bincount(np.concatenate([part[name] for part in parts]), minlength=20)
        # five standard deviations of a binomial
        slack = 5 * np.sqrt(seeds * share * (1 - share))
        np.testing.assert_allclose(times, seeds * share, atol=slack)


def test_equal_classes_are_split_exactly() -> None:
    tags = np.arange(5000) % 10
    parts = split(tags, Shares(0.1, 0.2, 0))
    for name, each in (("train", 350), ("validation", 50), ("test", 100)):
        assert np.bincount(tags[parts[name]]).tolist() == [each] * 10


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_too_few(count: int) -> None:
    with pytest.raises(InputError, match=f"{count} images are too few"):
        split(np.zeros(count, np.int64), Shares(0.1, 0.1, 0))


@pytest.mark.parametrize(("size", "may_be_held_out"), [(14, True), (16, False)])
def test_a_group_half_as_large_again_as_a_split_is_for_training(size, may_be_held_out):
    groups = np.concatenate([np.zeros(size, int), np.arange(1, 101 - size)])
    homes = {
        name
        for seed in range(60)
        for name, part in split(np.zeros(100, np.int64), Shares(0.1, 0.1, seed), groups).items()
        if (groups[part] == 0).any()
    }
    assert (homes != {"train"}) == may_be_held_out
