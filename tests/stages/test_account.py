"""What `prepare` says of the images, from the account of them."""

from stages.support.account import told

ACCOUNT = {
    "name": "pets",
    "classes": ["cat", "dog", "owl"],
    "empty_classes": [],
    "counts": {"train": 30, "validation": 2, "test": 6},
    "class_counts": {"train": [20, 10, 0], "validation": [1, 1, 0], "test": [6, 0, 0]},
    "unlabelled_count": 0,
    "doubles": {"images": 0, "with_another_label": 0, "dropped": False},
    "groups": 0,
    "largest_group": 0,
    "values": {"least": 0, "largest": 255},
    "source": {},
    "remarks": {},
    "skipped_count": 0,
    "skipped_reasons": {},
}


def lines(**changes):
    return list(told(ACCOUNT | changes, 0.0, 1.0))


def test_classes_that_cannot_be_trained_or_judged_are_named():
    assert lines() == [
        "pets: 30 train, 2 validation, 6 test",
        "3 classes: cat (27), dog (11), owl (0)",
        "without a training image, so none is generated: owl",
        "without a test image, so judged by other classes alone: dog",
    ]


def test_what_a_table_was_read_by_and_its_groups():
    source = {"labels": {"file_column": "id", "column": "kind"}}
    more = lines(source=source, groups=4, largest_group=17)[4:]
    assert more == [
        "of the table, id names the files and kind the classes",
        "4 groups, the largest of 17 images",
    ]


def test_folders_taken_together_give_classes_only_where_there_are_any():
    both = {"source": {"taken_together": ["test", "train"]}}
    assert "and the folders in them are the classes: prepare" in lines(**both)[4]
    none = {"classes": [], "class_counts": {name: [] for name in ACCOUNT["counts"]}}
    assert lines(**both, **none)[2] == (
        "the folders test, train are taken together: prepare makes splits of its own"
    )


def test_images_without_a_class_are_told_of_only_where_others_have_one():
    bare = {"unlabelled_count": 5, "unlabelled": list("vwxyz")}
    assert any("5 images have no class, v, w, x, ...:" in line for line in lines(**bare))
    none = {"classes": [], "class_counts": {name: [] for name in ACCOUNT["counts"]}}
    assert not any("have no class" in line for line in lines(**bare, **none))


def test_the_advice_on_dark_images_leaves_a_step_to_either_side():
    told_of = " ".join(lines(values={"least": 100, "largest": 105}))
    assert "prepare.black: 0.388 and prepare.white: 0.416" in told_of
