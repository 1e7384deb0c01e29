"""Label tables as people have them: the labels that a person reads in them, or one line."""

import unicodedata

import numpy as np
import pytest
from label_tables import FOUR, pets, read, rows

from wgan.data.tables.columns import Columns
from wgan.data.tables.table import read_labels
from wgan.errors import InputError

CSV = b"image_id,Blond_Hair,Male\n1.jpg,1,-1\n2.jpg,-1,-1\n3.jpg,-1,1\n"
CELEBA = b"3\nBlond_Hair Male\n1.jpg  1 -1\n2.jpg -1 -1\n3.jpg -1  1\n"


@pytest.mark.parametrize(
    "data", [CSV, CELEBA, b"\xef\xbb\xbf" + CSV, CSV.replace(b",", b";"), CSV.replace(b",", b"\t"),
             CSV.replace(b"\n", b"\r\n"), CELEBA.replace(b"\n", b"\r\n"), CSV.decode().encode("utf-16"),
             CSV.replace(b",", b" "), CSV.replace(b"\n", b"\n\n"), CSV.replace(b"\n", b",,\n"),
             CSV.replace(b"1\n", b"1.0\n").replace(b",1,", b",1.0,").replace(b",-1,", b",-1.0,"),
             CSV.replace(b".jpg", b""), CSV.replace(b".jpg", b".JPG"), b"\n\n" + CSV,
             CSV.replace(b"image_id,", b"")],
)  # fmt: skip
def test_attributes(data: bytes) -> None:
    for column, expected in (("Blond_Hair", [1, 0, 0]), ("Male", [0, 0, 1])):
        found = read(data, column)
        assert found.classes == (f"not {column}", column)
        assert found.labels.tolist() == expected
        assert found.labels.dtype == np.int64
        assert found.skipped == []


@pytest.mark.parametrize(
    "data",
    [
        rows("file,label"),
        rows(),
        rows(form="{name} {pet}"),
        rows(form='"{name}"; {pet} '),
        rows(",filename,label", form="{i},{name},{pet}"),
        rows("Unnamed: 0,filename,label", form="{i},{name},{pet}"),
        rows("file,label,", form="{name},{pet},"),
        rows("file,label", form="{name},{pet},"),
        rows("file,label", form="data/set/img/{name},{pet}"),
        rows("file,label", form=".\\img\\{name},{pet}"),
        rows("file,label", "", form="{name},{pet}\n\n"),
        rows("file,label", form="{name},{pet}\n{name},{pet}"),
        rows("file,label", form="{i:03},{pet}"),
        rows("file label", form="{name}\t {pet}").replace("\t", " "),
        rows("label,file", form="{pet},{name}"),
        rows(form="{pet},{name}"),
        rows("file,label", end="\r\n"),
    ],
)
def test_what_a_person_reads(data: str) -> None:
    found = read(data, images=FOUR)
    assert found.classes == ("cat", "dog")
    assert pets(found) == ["dog", "cat", "dog", "cat"]
    assert found.rows == 4


def test_names_that_differ_in_unicode_form_alone() -> None:
    composed, apart = (unicodedata.normalize(form, "é1.png") for form in ("NFC", "NFD"))
    assert composed != apart
    for image, cell in ((composed, apart), (apart, composed)):
        assert pets(read(f"f,c\n{cell},x\n", images=(image,))) == ["x"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    found = read("f,c\n1.jpg,Käse\n2.jpg,Brot\n".encode(encoding))
    assert found.classes == ("Brot", "Käse")


def test_capitals_count_where_they_tell_files_apart() -> None:
    images = ("A.png", "a.png")
    assert pets(read("f,c\na.png,x\nA.png,y\n", images=images)) == ["y", "x"]
    assert pets(read("f,c\na.PNG,x\nA.pnG,y\nb,z\n", images=("a.png", "b.png"))) == ["", "z"]


def test_other_values_are_classes_by_their_text() -> None:
    data = b'file,kind\na.png,"cat, big"\nb.png,dog\nc.png,\n'
    found = read(data, "kind", ("a.png", "b.png", "c.png", "d.png"))
    assert found.classes == ("cat, big", "dog")
    assert found.labels.tolist() == [0, 1, -1, -1]
    assert found.skipped == [("c.png", "no kind in t"), ("d.png", "not in t")]
    odd = ["007", "1e3", "nan", "null", "True", "yes", "NA"]
    text = "f,c\n" + "".join(f"{i}.png,{word}\n" for i, word in enumerate(odd))
    assert pets(read(text, images=tuple(f"{i}.png" for i in range(7)))) == odd


def test_one_value_alone_is_no_attribute() -> None:
    assert read(b"f,n\n1,1\n2,1\n3,\n", "n").classes == ("1",)
    assert read(b"f,n\n1,\n", "n").classes == ()


def test_the_row_with_most_of_the_path_counts() -> None:
    data = b"id,n\n1.png,a\nx/1.png,b\nx/1,c\n"
    found = read(data, "n", ("top/x/1.png", "top/y/1.png", "top/x/1.gif"))
    assert pets(found) == ["b", "a", "c"]


def test_a_longer_path_must_end_in_ours() -> None:
    data = b"id,n\ntrain/1.png,a\ntest/1.png,b\nq/2.png,c\n"
    assert pets(read(data, "n", ("1.png", "2.png"))) == ["", "c"], "two rows may be 1.png"
    with pytest.raises(InputError, match="labels none of the 1 images"):
        read(b"id,n\ntrain/1.png,a\n", "n", ("val/1.png",))


def test_numbers_are_in_their_order() -> None:
    images = tuple(f"{n}.png" for n in ("10", "9", "-1", "1", "2.5", "x"))
    data = b"f,n\n10.png,10\n9.png,9.0\n-1.png,-1\n1.png,1\n2.5.png,2.5\n"
    assert read(data, "n", images).classes == ("-1", "1", "2.5", "9.0", "10")
    assert read(data + b"x.png,!\n", "n", images).classes[-1] == "!", "texts come after"


def test_rows_are_found_by_path_tail_and_without_ending() -> None:
    data = b"id,n\nx/1.png,a\n2,b\n./y/z/3.png,c\n"
    found = read(data, "n", ("top/x/1.png", "x/2.png", "y/z/3.png", "x/3.png"))
    assert pets(found) == ["a", "b", "c", ""]
    assert found.skipped == [("x/3.png", "not in t")]


def test_files_that_were_saved_as_another_kind() -> None:
    """With an index beside the names, which finds the files by their numbers."""
    data = ",file,pet\n0,1.JPG,dog\n1,0.jpg,cat\n"
    found = read(data, images=("img/0.png", "img/1.png"))
    assert (found.file_column, pets(found)) == ("file", ["cat", "dog"])
    assert pets(read("f,c\na.jpg,x\na.v1.jpg,y\n", images=("a.v2.png", "a.png"))) == ["", "x"]
    # as soon as any is named with its own ending, others are other files
    assert pets(read("f,c\n0.png,x\n1.jpg,y\n", images=("0.png", "1.png"))) == ["x", ""]
    assert pets(read("f,c\n0.jpg,x\n0.gif,y\n1.jpg,z\n", images=("0.png", "1.png"))) == ["", "z"]


def test_one_row_for_two_images() -> None:
    with pytest.raises(InputError, match=r"one row 1\.jpg for two images, a/1\.jpg and b/1\.jpg"):
        read(CSV, "Male", ("a/1.jpg", "b/1.jpg"))


def test_groups() -> None:
    data = "file,pet,owner\n001.jpg,cat,Ann\n000.jpg,dog,Bob\n003.jpg,cat,\n"
    found = read(data, "pet", FOUR, group="owner")
    assert found.groups == ["Bob", "Ann", "", ""]
    # as R writes nothing
    assert read(data.replace("Ann", "NA"), "pet", FOUR, group="owner").groups == ["Bob", *[""] * 3]
    assert read(data.replace(",pet", ",kind"), images=FOUR, group="owner").column == "kind"
    with pytest.raises(InputError, match="'x' is no column") as caught:
        read(data, "pet", FOUR, group="x")
    assert caught.value.option == "group_column"


@pytest.mark.parametrize(
    ("data", "column", "message"),
    [
        (b"", "a", "t is empty"),
        (b"\n \n", "a", "t is empty"),
        (b",", "a", "t is empty"),
        (b";;\n\n;", "a", "t is empty"),
        (b"0\n", "a", "t is empty"),
        (b"\xff\xfe\x00", "a", "no text"),
        (b"PK\3\4\0\0", "a", "no text"),
        (CSV, "Blond_Hare", r"'Blond_Hare' is no column of t \(did you mean Blond_Hair\?\)"),
        (CSV, "", "of the columns of t, Blond_Hair, Male: name the one"),
        (CSV, "image_id", "no column"),
        (b"1.jpg,a\n2.jpg,b\n", "n", "no column of t, which has no line of names"),
        (b"id,a,a\n1,2,3\n", "a", "has 'a' more than once"),
        (CSV + b"4.jpg,1\n", "Male", "line 5: 2 fields, the first row has 3"),
        (CSV + b"4.jpg,1,1,1\n", "Male", "line 5: 4 fields, the first row has 3"),
        (CSV + b"4.jpg,1,1,1,1,1\n", "Male", "line 5: 6 fields, too many"),
        (CSV + b"1.jpg,1,1\n", "Male", "line 5: 1.jpg again, with '1' after '-1'"),
        (b'id,a\n1,"x\ny"\n\n2,b\n1,c\n', "a", "line 6: 1 again, with 'c'"),
        (CELEBA.replace(b"3\n", b"4\n", 1), "Male", "says 4 rows in its first line and has 3"),
        (CELEBA + b"4.jpg 1\n", "Male", "says 3 rows in its first line and has 4"),
        (
            CELEBA.replace(b"2.jpg -1 -1", b"2.jpg -1"),
            "Male",
            "line 4: 2 fields, the first row has",
        ),
        (b"3", "a", "says 3 rows in its first line and has 0"),
        (b"1" * 5000 + b"\n", "a", "'a' is no column"),
        (b'id,a\n"1,2\n', "a", "t is no table"),
        (b',,"\n",,\x01', "a", "t is no table: its rows have more fields"),
        (
            b"id,n\n7,a\n8,b\n",
            "n",
            "labels none of the 3 images; the first is faces/1.jpg, .* row 7",
        ),
    ],
)
def test_faults(data: bytes, column: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(data, column)
    assert "\n" not in str(caught.value)


def test_line_breaks_in_cells_become_escapes() -> None:
    found = read(b'id,"a\nb"\n1,"x\ny"\n')
    assert found.column == "a\\nb"
    assert found.classes == ("x\\ny",)


def test_a_file_in_two_groups_is_refused() -> None:
    """A photograph of two persons: whichever side it is on, one of them straddles the splits."""
    data = b"file,pet,owner\n1.png,cat,Ann\n1.png,cat,Bob\n2.png,dog,Bob\n"
    with pytest.raises(InputError, match=r"line 3: 1\.png again, with 'Bob' after 'Ann'") as caught:
        read_labels(data, "t.csv", ("1.png", "2.png"), Columns("pet", group="owner"))
    assert caught.value.option == "group_column"


def test_words_that_read_as_no_finite_number_make_classes_of_words() -> None:
    words = ["inf", "apple", "9", "nan", "-inf"]
    data = "f,c\n" + "".join(f"{at}.png,{word}\n" for at, word in enumerate(words))
    found = read(data, images=tuple(f"{at}.png" for at in range(5)))
    assert found.classes == ("9", "-inf", "apple", "inf", "nan")


def test_lines_are_counted_through_breaks_in_quotes() -> None:
    with pytest.raises(InputError, match=r"t, line 5: 1\.jpg again"):
        read('f,c\n1.jpg,"a"\n2.jpg,"x\ny"\n1.jpg,b\n', images=("1.jpg", "2.jpg"))
