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
