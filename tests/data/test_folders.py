"""Which folders are classes, and which only wrap them."""

import pytest

from wgan.data.files.folders import by_folder

CHEST = tuple(
    f"chest/{part}/{name}/{i}.png"
    for part in ("test", "train", "val")
    for name in ("NORMAL", "PNEUMONIA")
    for i in range(2)
)


@pytest.mark.parametrize("archive", [True, False])
@pytest.mark.parametrize("strip", [0, 1])
def test_splits_of_the_publisher_hold_the_classes(archive: bool, strip: int) -> None:
    names = tuple(name.split("/", strip)[-1] for name in CHEST)
    found = by_folder(names, archive=archive)
    assert found.classes == ("NORMAL", "PNEUMONIA")
    assert found.labels.tolist() == [0, 0, 1, 1] * 3
    assert found.splits == ("test", "train", "val")


@pytest.mark.parametrize(
    "parts",
    [("Training", "Testing"), ("train_set", "val_set"), ("train2017", "val2017"), ("TRAIN",)],
)
def test_words_for_splits(parts: tuple[str, ...]) -> None:
    found = by_folder([f"{part}/{name}/1.png" for part in parts for name in "ab"], archive=False)
    assert found.classes == ("a", "b")


@pytest.mark.parametrize(
    "names",
    [("train/1.png", "bus/2.png"), ("train/1.png", "train/2.png"), ("a/test/1.png", "b/1.png")],
)
def test_classes_that_are_called_like_splits(names: tuple[str, ...]) -> None:
    found = by_folder(names, archive=False)
    assert set(found.classes) == {name.split("/")[0] for name in names}
    assert found.splits == ()


def test_splits_without_classes_give_none() -> None:
    found = by_folder(("train/1.png", "test/2.png"), archive=False)
    assert found.classes == ()
    assert found.labels.tolist() == [-1, -1]


def test_one_stray_image_does_not_turn_ten_classes_into_one() -> None:
    names = [f"set/{digit}/{i}.png" for digit in range(10) for i in range(3)]
    for stray in ("cover.jpg", "set/cover.jpg"):
        found = by_folder(sorted([*names, stray]), archive=True)
        assert found.classes == tuple("0123456789")
        assert (found.labels == -1).sum() == 1
    assert by_folder(["cats/1.png", "cover.jpg"], archive=True).classes == ("cats",)


@pytest.mark.parametrize("archive", [False, True])
def test_splits_within_themselves_are_no_classes(archive: bool) -> None:
    """As Kaggle packs some sets: training_set/training_set/cats."""
    names = [
        f"{split}/{split}/{pet}/{i}.jpg"
        for split in ("training_set", "test_set")
        for pet in ("cats", "dogs")
        for i in range(2)
    ]
    found = by_folder(names, archive=archive)
    assert found.classes == ("cats", "dogs")
    assert found.splits == ("test_set", "training_set")
    found = by_folder([f"train/train/cat.{i}.jpg" for i in range(3)], archive=archive)
    assert found.classes == ()
    assert found.labels.tolist() == [-1] * 3
