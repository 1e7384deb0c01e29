"""What the page says of doubles."""

from wgan.report.doubles import doubles_facts


def test_doubles_are_told_and_their_absence_is_not() -> None:
    equal = {"doubles": {"images": 3, "dropped": False, "with_another_label": 0}}
    near = {"near_doubles": {"count": 2, "test_images": 50}}
    assert doubles_facts({}, {}) == []
    assert doubles_facts({"doubles": {"images": 0}}, {"near_doubles": {"count": 0}}) == []
    assert doubles_facts(equal, near) == [
        "3 images equal to another one, kept on one side of the split",
        "2 of 50 test images are near doubles of training images, and not truly unseen: the verdict on "
        "copying is weaker for it",
    ]
