import pytest

from wgan.text import exact, interval, number, share
from wgan.verdicts import CopyingVerdict, TrendVerdict


def test_numbers_are_readable():
    assert number(float("nan")) == number(None) == "–"
    assert number(0) == "0"
    assert number(0.12345) == "0.123"
    assert number(0.00001) == "< 0.001"
    assert number(123.4) == "123"
    assert number(1e7) == "1.00e+07"
    assert share(0.1234) == "12.3%"
    assert interval(float("nan"), 0.5) == "– to 50.0%"


@pytest.mark.parametrize(
    "value", [20240101, 20240102, 2e-05, 0.1, 0.1 + 0.2, 1 / 3, 1e6, 10.0, 1e-12]
)
def test_exact_numbers_come_back(value):
    assert float(exact(value)) == value
    assert "." in exact(value) or value >= 1 or value < 1e-4
    assert exact(20240101) == "20240101"


def test_brief_verdicts_are_short_and_distinct():
    for kind in (CopyingVerdict, TrendVerdict):
        words = [verdict.brief for verdict in kind]
        assert len(set(words)) == len(words)
        assert max(map(len, words)) <= 10
    assert TrendVerdict.IMPROVING.brief == "improving"


def test_a_small_number_keeps_its_sign():
    assert number(0.00013) == "< 0.001"
    assert number(-0.00013) == "> -0.001"


def test_rounding_up_to_a_thousand_keeps_its_form():
    assert number(999.7) == "1000"
