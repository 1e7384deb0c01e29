"""Endings are cut off as text; pathlib is the reference."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgan.data.files.names import ending

PART = st.text("ab.JPG é", min_size=1).filter(lambda part: part.strip("."))


@given(st.lists(PART, min_size=1, max_size=3).map("/".join))
def test_an_ending_is_what_pathlib_says(name: str) -> None:
    assert ending(name) == PurePosixPath(name).suffix.lower()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a/b.JPG", ".jpg"), ("a.png/b", ""), (".png", ""), ("b.", ""), ("b.tar.gz", ".gz"), ("", "")],
)
def test_endings_by_hand(name: str, expected: str) -> None:
    assert ending(name) == expected
