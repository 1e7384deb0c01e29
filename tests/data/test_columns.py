"""Which columns of a table name the files and the classes."""

import pytest
from label_tables import FOUR, pets, read, rows

from wgan.errors import InputError


def test_an_index_by_pandas_is_not_the_names() -> None:
    """The files are called by numbers, and the index would find them all."""
    images = tuple(f"{i}.png" for i in range(6))
    order = [3, 0, 5, 1, 4, 2]
    data = ",filename,label\n" + "".join(
        f"{at},{i}.png,{'ab'[i % 2]}\n" for at, i in enumerate(order)
    )
    found = read(data, images=images)
    assert (found.file_column, found.column) == ("filename", "label")
    assert pets(found) == list("ababab")


def test_an_index_by_pandas_is_not_the_names_of_numbers_either() -> None:
    images = tuple(f"{i}.png" for i in range(6))
    data = ",id,label\n0,40,x\n1,3,a\n2,5,b\n3,60,x\n"
    found = read(data, images=images)
    assert found.file_column == "id"
    assert pets(found)[3::2] == ["a", "b"]
    # where nothing else may name the files, it does
    found = read(",label\n0,a\n1,b\n2,a\n", images=images[:3], label="label")
    assert pets(found) == ["a", "b", "a"]


def test_two_readings_are_both_shown() -> None:
    images = tuple(f"{i}.png" for i in range(3))
    data = "a,b,n\n0,2,x\n1,0,y\n2,1,z\n"
    with pytest.raises(
        InputError,
        match=r"two columns may name the files; 0\.png is in line 2 \(0,2,x\) by a or in line 3 \(1,0,y\) by b",
    ) as caught:
        read(data, "n", images)
    assert caught.value.option == "file_column"
    assert pets(read(data, "n", images, file="a")) == ["x", "y", "z"]
    assert pets(read(data, "n", images, file="b")) == ["y", "z", "x"]
    assert pets(read(data, "n", images, file="column 2")) == ["y", "z", "x"]
    with pytest.raises(InputError, match="'c' is no column of t"):
        read(data, "n", images, file="c")


def test_two_columns_that_say_the_same() -> None:
    found = read(rows("id,path,label", form="{i:03},img/{name},{pet}"), "label", FOUR)
    assert pets(found) == ["dog", "cat", "dog", "cat"]


def test_classes_that_are_numbers_are_no_names() -> None:
    images = tuple(f"{i}.png" for i in range(20))
    data = "id,digit\n" + "".join(f"{i},{i % 3}\n" for i in range(20))
    assert pets(read(data, images=images)) == [str(i % 3) for i in range(20)]


def test_classes_are_no_names_where_the_names_are_of_other_files() -> None:
    """A digit is the name of a file, and the names of the files are none."""
    for data in ("id,n\nx.png,1\n", "id,n\nx,1\ny,1\nz,1\n"):
        with pytest.raises(InputError, match=r"labels none of the 3 images; .* the first row x"):
            read(data)


def test_lost_zeros_are_guessed_at() -> None:
    with pytest.raises(InputError, match="lost the zeros in front"):
        read("file,label\n0,dog\n1,cat\n", images=FOUR)


def test_an_unnamed_column_of_words_is_no_index() -> None:
    images = ("1.jpg", "2.jpg", "3.jpg")
    assert read(",file\ndog,1.jpg\ncat,2.jpg\ndog,3.jpg\n", images=images).classes == ("cat", "dog")


def test_only_shorter_numbers_seem_to_have_lost_their_zeros() -> None:
    with pytest.raises(InputError, match="labels none") as caught:
        read("f,c\n00091,x\n", images=("0001.jpg",))
    assert "zeros" not in str(caught.value)
