"""Label tables in their two forms, and what is wrong with others."""

import numpy as np
import pytest

from wgan.data.tables.table import read_table
from wgan.errors import InputError

CSV = b"image_id,Blond_Hair,Male\n1.jpg,1,-1\n2.jpg,-1,-1\n3.jpg,-1,1\n"
CELEBA = b"3\nBlond_Hair Male\n1.jpg  1 -1\n2.jpg -1 -1\n3.jpg -1  1\n"
NAMES = ("faces/1.jpg", "faces/2.jpg", "faces/3.jpg")


@pytest.mark.parametrize(
    "data", [CSV, CELEBA, b"\xef\xbb\xbf" + CSV, CSV.replace(b",", b";"), CSV.replace(b",", b"\t"),
             CSV.replace(b"\n", b"\r\n"), CELEBA.replace(b"\n", b"\r\n")],
)  # fmt: skip
def test_attributes(data: bytes) -> None:
    for column, expected in (("Blond_Hair", [1, 0, 0]), ("Male", [0, 0, 1])):
        table = read_table(data, "list", column)
        assert table.classes == (f"not {column}", column)
        labels, skipped = table.assign(NAMES)
        assert labels.tolist() == expected
        assert skipped == []


def test_other_values_are_classes_by_their_text() -> None:
    data = b'file,kind\na.png,"cat, big"\nb.png,dog\nc.png,\n'
    table = read_table(data, "t.csv", "kind")
    assert table.classes == ("cat, big", "dog")
    labels, skipped = table.assign(("a.png", "b.png", "c.png", "d.png"))
    assert labels.tolist() == [0, 1, -1, -1]
    assert skipped == [("c.png", "no kind in t.csv"), ("d.png", "not in t.csv")]


def test_one_value_alone_is_no_attribute() -> None:
    assert read_table(b"f,n\na,1\nb,1\nc,\n", "t", "n").classes == ("1",)
    assert read_table(b"f,n\na,\n", "t", "n").classes == ()


def test_the_row_with_most_of_the_path_counts() -> None:
    table = read_table(b"id,n\n1.png,a\nx/1.png,b\nx/1,c\n", "t", "n")
    labels, _ = table.assign(("top/x/1.png", "top/y/1.png", "top/x/1.gif"))
    assert labels.tolist() == [1, 0, 2]


def test_numbers_are_in_their_order() -> None:
    data = b"f,n\n" + b"".join(b"%d.png,%d\n" % (n, n) for n in (10, 9, -1, 1))
    assert read_table(data, "t", "n").classes == ("-1", "1", "9", "10")
    mixed = read_table(data + b"x.png,!\n", "t", "n")
    assert mixed.classes == ("-1", "1", "9", "10", "!"), "texts come after"


def test_the_only_column_needs_no_name() -> None:
    assert read_table(b"f,n\na,1\n", "t", "").column == "n"


def test_rows_are_found_by_path_tail_and_without_ending() -> None:
    table = read_table(b"id,n\nx/1.png,a\n2,b\n./y/z/3.png,c\n", "t", "n")
    labels, skipped = table.assign(("top/x/1.png", "x/2.png", "y/z/3.png", "x/3.png"))
    assert labels.tolist() == [0, 1, 2, -1]
    assert skipped == [("x/3.png", "not in t")]


def test_blank_lines_and_backslashes() -> None:
    table = read_table(b"id,n\n\nx\\1.png,a\n\n", "t", "n")
    assert table.label_of == {"x/1.png": 0}


def test_one_row_for_two_images() -> None:
    table = read_table(CSV, "list.csv", "Male")
    with pytest.raises(InputError, match=r"one row 1\.jpg for two images, a/1\.jpg and b/1\.jpg"):
        table.assign(("a/1.jpg", "b/1.jpg"))


@pytest.mark.parametrize(
    ("data", "column", "message"),
    [
        (b"", "a", "does not start with a line of column names"),
        (b"\xff\xfe\x00", "a", "not UTF-8"),
        (CSV, "Blond_Hare", r"'Blond_Hare' is no column of t \(did you mean Blond_Hair\?\)"),
        (CSV, "", "'' is no column of t; it has Blond_Hair, Male"),
        (CSV, "image_id", "no column"),
        (b"id,a,a\n1,2,3\n", "a", "has 'a' more than once"),
        (CSV + b"4.jpg,1\n", "Male", "line 5: 2 fields, the header has 3"),
        (CSV + b"1.jpg,1,1\n", "Male", "line 5: 1.jpg again, with '1' after '-1'"),
        (CELEBA.replace(b"3\n", b"4\n", 1), "Male", "says 4 rows in its first line and has 3"),
        (CELEBA + b"4.jpg 1\n", "Male", "says 3 rows in its first line and has 4"),
        (CELEBA.replace(b"2.jpg -1 -1", b"2.jpg -1"), "Male", "line 4: 2 fields, the header has 3"),
        (b"3", "a", "says 3 rows in its first line and has 0"),
        (b"1" * 5000 + b"\n", "a", "'a' is no column"),
        (b"0\n", "a", "'a' is no column of t; it has none"),
        (b'id,a\n"1,2\n', "a", "not CSV"),
    ],
)
def test_faults(data: bytes, column: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_table(data, "t", column)


def test_line_breaks_in_cells_become_escapes() -> None:
    table = read_table(b'id,"a\nb"\n1,"x\ny"\n', "t", "")
    assert table.column == "a\\nb"
    assert table.classes == ("x\\ny",)


def test_labels_are_whole_numbers() -> None:
    labels, _ = read_table(CSV, "t", "Male").assign(NAMES)
    assert labels.dtype == np.int64
