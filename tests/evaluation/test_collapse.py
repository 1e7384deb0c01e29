from wgan.evaluation.collapse import collapse


def test_images_that_differ_little_or_gather_around_few_are_collapsed():
    assert collapse(10.0, 12.0, 30.0, 40) is None
    assert "differ" in collapse(5.0, 12.0, 30.0, 40)
    assert "spread" in collapse(10.0, 12.0, 3.0, 40)
    # real images that are all alike tell nothing
    assert collapse(0.0, 0.0, 30.0, 40) is None
