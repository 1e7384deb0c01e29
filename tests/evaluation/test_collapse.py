import pytest

from wgan.evaluation.collapse import collapse


def test_images_that_differ_little_or_gather_around_few_are_collapsed():
    assert collapse(10.0, 12.0, 30.0, 40) is None
    assert "differ" in collapse(5.0, 12.0, 30.0, 40)
    assert "spread" in collapse(10.0, 12.0, 3.0, 40)
    # real images that are all alike tell nothing
    assert collapse(0.0, 0.0, 30.0, 40) is None


@pytest.mark.parametrize(
    ("spacing", "effective", "called"),
    [(5.9, 30, True), (6.1, 30, False), (12, 3.9, True), (12, 4.1, False)],
)
def test_half_the_spacing_or_a_tenth_of_the_images_is_a_collapse(spacing, effective, called):
    assert (collapse(spacing, 12.0, effective, 40) is not None) == called
