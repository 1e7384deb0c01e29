"""Options declared as fields: what is found, in which order, and what becomes of values."""

from dataclasses import dataclass

import numpy as np
import pytest

from wgan.options import Choice, Flag, Integer, Number, Option, holds, option, options_of, settings


@dataclass(frozen=True)
class Walk:
    steps: int = option(3, Integer(1), "How many.", "Walk")
    speed: float = option(1.5, Number(0, above=True), "How fast.", "Weather")
    plain: int = 7


@dataclass(frozen=True)
class Shoes:
    size: int = option(40, Integer(1, 60), "How large.", "Walk")


def test_groups_stay_together_in_order_of_appearance():
    assert [each.name for each in options_of(Walk, Shoes)] == ["steps", "size", "speed"]
    assert options_of(Shoes) == [Option("size", 40, Integer(1, 60), "How large.", "Walk")]


def test_an_inherited_option_is_there_once():
    @dataclass(frozen=True)
    class Boots(Shoes):
        height: int = option(20, Integer(1), "How high.", "Walk")

    assert [each.name for each in options_of(Shoes, Boots)] == ["size", "height"]


def test_each_owner_takes_its_own_values():
    values = {"steps": 9, "size": 41, "speed": 2.0}
    assert settings(Walk, values) == Walk(9, 2.0)
    assert settings(Shoes, values) == Shoes(41)
    assert settings(Walk, {}) == Walk()
    assert settings(Walk, values, plain=8) == Walk(9, 2.0, plain=8)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Integer(1, 3), [1, 3, np.int64(2)], [0, 4, 1.5, True, "2", None]),
        (Integer(1), [10**9], [0]),
        (Number(0, 1), [0, 1, 0.5, np.float32(0.5)], [-1e-9, 1.1, float("nan"), True, "0.5"]),
        (Number(0, 1, above=True, below=True), [0.5], [0, 1]),
        (Number(0), [1e9], [float("inf")]),
        (Flag(), [True, False], [0, "true"]),
        (Choice(("a", "b")), ["a"], ["c"]),
    ],
)
def test_what_an_option_holds(kind, good, bad):
    assert all(holds(kind, value) for value in good)
    assert not any(holds(kind, value) for value in bad)
