"""Options declared as fields: what is found, in which order, and what becomes of values."""

from dataclasses import dataclass

from wgan.options import Integer, Number, Option, option, options_of, settings


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
