"""Tables in Markdown, and their places between markers."""

import pytest

from benchmarks.common.tables import number, replaced, rewrite, table

PAGE = """# Title
prose
<!-- one -->
old
<!-- end of one -->
between
<!-- two -->
<!-- end of two -->
after
"""


def test_a_table():
    assert table(["a", "b"], [["1", "x | y"]]) == "| a | b |\n| --- | --- |\n| 1 | x \\| y |"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.012345, "0.0123"),
        (0.5, "0.500"),
        (1.23456, "1.23"),
        (12.3456, "12.3"),
        (123.456, "123"),
        (12345.6, "12,346"),
    ],
)
def test_numbers_have_three_digits_or_all_before_the_point(value, text):
    assert number(value) == text


def test_only_what_is_between_the_markers_changes():
    once = replaced(PAGE, "one", "\nnew\n\n")
    assert once == PAGE.replace("old", "new")
    assert replaced(once, "one", "new") == once
    assert replaced(PAGE, "two", "x") == PAGE.replace("two -->\n<", "two -->\nx\n<")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<!-- one -->\n",
        "<!-- end of one -->\n<!-- one -->\n",
        PAGE + "<!-- one -->\n",
        PAGE + "<!-- end of one -->\n",
    ],
)
def test_markers_must_be_there_once_and_in_order(page):
    with pytest.raises(ValueError, match="one"):
        replaced(page, "one", "new")


def test_the_file_is_rewritten_in_place(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    rewrite(path, "two", "5 µs")
    assert path.read_text(encoding="utf-8") == replaced(PAGE, "two", "5 µs")
