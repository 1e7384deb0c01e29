"""Geometry against closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgan.data.decoding.fit import square
from wgan.data.decoding.look import FITS, Look

DARK, LIGHT = 40, 210


def bands(height: int, width: int, edges: tuple[int, int]) -> np.ndarray:
    """Dark, but light between two columns."""
    image = np.full((height, width), DARK, np.uint8)
    image[:, edges[0] : edges[1]] = LIGHT
    return image


def test_crop_keeps_the_centre_square() -> None:
    image = bands(10, 30, (10, 20))
    assert (square(image, Look(5, 1)) == LIGHT).all()
    assert (square(image.T, Look(5, 1)) == LIGHT).all()


def test_pad_keeps_everything_between_bars() -> None:
    image = bands(10, 30, (10, 20))
    result = square(image, Look(9, 1, "pad", "rgb(77, 77, 77)"))[..., 0]
    # 30x10 becomes 9x3, in the middle of 9 rows
    assert (result[:3] == 77).all()
    assert (result[6:] == 77).all()
    np.testing.assert_array_equal(result[3:6], [[DARK] * 3 + [LIGHT] * 3 + [DARK] * 3] * 3)
    upright = square(image.T, Look(9, 1, "pad", "rgb(77, 77, 77)"))[..., 0]
    np.testing.assert_array_equal(upright, result.T)


def test_pad_of_a_line_leaves_a_line() -> None:
    result = square(np.full((4, 2000), LIGHT, np.uint8), Look(9, 1, "pad", "black"))[..., 0]
    np.testing.assert_array_equal(
        result, np.where(np.arange(9) == 4, LIGHT, 0)[:, None].repeat(9, 1)
    )


def test_stretch_keeps_everything() -> None:
    result = square(bands(10, 30, (10, 20)), Look(6, 1, "stretch"))[..., 0]
    np.testing.assert_array_equal(result, [[DARK] * 2 + [LIGHT] * 2 + [DARK] * 2] * 6)


def test_stretch_may_shrink_one_side_and_enlarge_the_other() -> None:
    result = square(bands(4, 60, (20, 40)), Look(12, 3, "stretch"))
    expected = [DARK] * 4 + [LIGHT] * 4 + [DARK] * 4
    np.testing.assert_array_equal(result, np.repeat([expected], 12, axis=0)[..., None].repeat(3, 2))


def test_bars_take_the_colour_or_its_grey() -> None:
    image = np.zeros((4, 8, 3), np.uint8)
    assert square(image, Look(8, 3, "pad", "rgb(255, 0, 9)"))[0, 0].tolist() == [255, 0, 9]
    assert square(image, Look(8, 1, "pad", "rgb(255, 0, 9)"))[0, 0] == round(
        0.299 * 255 + 0.114 * 9
    )


@pytest.mark.parametrize("factor", [2, 3, 7])
def test_shrinking_averages(factor: int) -> None:
    """So nothing thinner than a target pixel breaks up or vanishes."""
    image = np.random.default_rng(0).integers(0, 256, (8 * factor, 8 * factor, 3), np.uint8)
    means = image.reshape(8, factor, 8, factor, 3).mean((1, 3))
    np.testing.assert_allclose(square(image, Look(8, 3)), means, atol=0.51)


def test_enlarging_is_bicubic() -> None:
    """Which makes edges steeper by going past both sides of them, where there is room."""
    edge = bands(8, 8, (4, 8))
    result = square(edge, Look(32, 1))
    assert result.min() < DARK
    assert result.max() > LIGHT
    extreme = np.where(edge == LIGHT, 255, 0)
    for dtype in (np.uint8, np.float32):
        wide = square(extreme.astype(dtype), Look(32, 1))[..., 0]
        assert (wide[:, :12] == 0).all()
        assert (wide[:, 20:] == 255).all()


def test_the_wanted_size_is_left_alone() -> None:
    image = np.random.default_rng(0).integers(0, 256, (9, 9, 3), np.uint8)
    np.testing.assert_array_equal(square(image, Look(9, 3)), image)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(4, 70),
    st.integers(4, 70),
    st.sampled_from(FITS),
    st.sampled_from([(), (3,), (4,)]),
    st.sampled_from([1, 3]),
    st.sampled_from([np.uint8, np.float32]),
    st.integers(4, 40),
    st.integers(0, 255),
)
def test_one_colour_stays_it(
    width: int,
    height: int,
    fit: str,
    axes: tuple[int, ...],
    channels: int,
    dtype: type,
    size: int,
    grey: int,
) -> None:
    """Any shape, any mode: an image of one grey on that grey is that grey everywhere."""
    image = np.full((height, width, *axes), grey, dtype)
    if axes == (4,):
        image[..., 3] = 255
    result = square(image, Look(size, channels, fit, f"rgb({grey}, {grey}, {grey})"))
    assert result.shape == (size, size, channels)
    assert result.dtype == np.uint8
    np.testing.assert_allclose(result, grey, atol=1)


def test_half_transparent_white_is_half_as_bright_however_the_range_is_stretched():
    image = np.full((8, 8, 4), 128, np.float32)  # white times alpha, and alpha
    assert (square(image, Look(8, 3, background="black", white=0.5)) == 128).all()
