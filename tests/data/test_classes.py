"""The classes that are used, and what is said where there is no such class."""

import numpy as np
import pytest

from wgan.data.classes import Selection
from wgan.data.source import from_arrays
from wgan.errors import InputError


@pytest.mark.parametrize(
    ("count", "told"), [(20, "c18, c19$"), (21, "c19 and 1 more$"), (30, "c19 and 10 more$")]
)
def test_a_message_names_twenty_classes(count: int, told: str) -> None:
    names = tuple(f"c{i}" for i in range(count))
    source = from_arrays("x", np.zeros((2, 6, 6), np.uint8), np.zeros(2), names)
    with pytest.raises(InputError, match=told) as caught:
        Selection(("c",)).indices(source)
    assert caught.value.option == "classes"


def test_accents_may_be_one_character_or_two() -> None:
    one, two = "Zo\u00eb", "Zoe\u0308"
    images = np.zeros((4, 6, 6), np.uint8)
    for given, asked in ((two, one), (one, two)):
        source = from_arrays("x", images, np.array([0, 1, 0, 1]), ("a", given))
        selection = Selection((asked,))
        assert selection.indices(source).tolist() == [1, 3]
        assert selection.relabel(source, np.array([1, 3]))[0] == (given,)
    both = from_arrays("x", images, np.array([0, 1, 0, 1]), (two, one))
    assert Selection((one,)).indices(both).tolist() == [1, 3]


def test_a_class_without_an_image_is_none() -> None:
    """Of the classes that a shard of Hugging Face's names it may hold a few."""
    source = from_arrays("x", np.zeros((4, 6, 6), np.uint8), np.array([3, -1, 1, 3]), tuple("abcd"))
    names, labels = Selection().relabel(source, np.arange(4))
    assert names == ("b", "d")
    assert labels.tolist() == [1, -1, 0, 1]
    assert Selection().empty(source, names) == ["a", "c"]
    chosen = Selection(("d", "c"))
    names, labels = chosen.relabel(source, chosen.indices(source))
    assert (names, labels.tolist()) == (("d",), [0, 0])
    assert chosen.empty(source, names) == ["c"]
