"""What an array means by its shape, type and range."""

import numpy as np
import pytest

from wgan.data.arrays.pixels import joined, labels, pixels
from wgan.errors import InputError

IMAGES = np.random.default_rng(0).integers(0, 256, (12, 6, 6), np.uint8)
UNIT = IMAGES / 255


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (IMAGES, IMAGES),
        (IMAGES.reshape(12, 36), IMAGES),
        (IMAGES[..., None], IMAGES),
        (IMAGES[:, None], IMAGES),
        (IMAGES.astype(np.int64), IMAGES),
        (IMAGES.astype(np.uint16) * 257, IMAGES),
        (IMAGES.astype(np.uint16), IMAGES),
        (UNIT.astype(np.float32), IMAGES),
        (UNIT * 2 - 1, IMAGES),
        (IMAGES.astype(np.float64), IMAGES),
        (IMAGES > 99, (IMAGES > 99) * 255),
        ((IMAGES > 99).astype(int), (IMAGES > 99) * 255),
        (np.stack([IMAGES] * 3, -1), np.stack([IMAGES] * 3, -1)),
        (np.stack([IMAGES] * 3, 1), np.stack([IMAGES] * 3, -1)),
    ],
)
def test_layouts_and_ranges(array: np.ndarray, expected: np.ndarray) -> None:
    found = pixels(array, "x")
    np.testing.assert_allclose([found.image(at) for at in range(12)], expected, atol=1e-3)


def test_transparent_colours_are_multiplied() -> None:
    array = np.full((1, 6, 6, 4), 200, np.uint8)
    array[..., 3] = 51
    image = pixels(array, "x").image(0)
    np.testing.assert_allclose(image[0, 0], [40, 40, 40, 51])


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((3, 5)), r"x has the shape \(3, 5\)"),
        (np.zeros((3, 6, 6, 2)), "has the shape"),
        (np.zeros((0, 6, 6)), "has the shape"),
        (np.full((1, 6, 6), -2.0), "from -2 to -2"),
        (np.full((1, 6, 6), 1e6), "from 1e"),
        (np.linspace(0, 260, 36).reshape(1, 6, 6) - 5, "from -5"),
        (np.linspace(-2.1, 2.6, 36).reshape(1, 6, 6), "from -2.1"),
        (np.full((1, 6, 6), np.nan), "no finite"),
        (np.full((1, 6, 6), "a"), "not numbers"),
    ],
)
def test_arrays_that_are_no_images(array: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pixels(array, "x")


@pytest.mark.parametrize(
    ("array", "classes", "tags"),
    [
        (np.array([3, 1, 3]), ("1", "3"), [1, 0, 1]),
        (np.array([3.0, 1.0, 3.0]), ("1", "3"), [1, 0, 1]),
        (np.array(["b", "a", "b"]), ("a", "b"), [1, 0, 1]),
        (np.array([b"b", b"a", b"b"]), ("a", "b"), [1, 0, 1]),
        (np.array([True, False, True]), ("False", "True"), [1, 0, 1]),
        (np.eye(3)[[2, 0, 2]], ("0", "2"), [1, 0, 1]),
        (np.array([[3], [1], [3]]), ("1", "3"), [1, 0, 1]),
        # what is missing is no class
        (np.array([3.0, np.nan, 1.0]), ("1", "3"), [1, -1, 0]),
        (np.array(["b", "", "a"]), ("a", "b"), [1, -1, 0]),
    ],
)
def test_labels(array: np.ndarray, classes: tuple[str, ...], tags: list[int]) -> None:
    found = labels(array, 3, "y")
    assert found[0] == classes
    assert found[1].tolist() == tags
    with pytest.raises(InputError, match="for 2 images"):
        labels(array, 2, "y")


def test_small_and_odd_layouts() -> None:
    for shape in ((64, 48, 3), (50, 3, 3), (50, 3, 8, 3)):
        with pytest.raises(InputError, match="H and W from 4 on"):
            pixels(np.zeros(shape, np.uint8), "x")
    for shape, size in (
        ((9, 28, 50), "28x50"), ((9, 8, 6, 3), "8x6"), ((9, 3, 8, 6), "8x6"), ((9, 36), "6x6"),
    ):  # fmt: skip
        assert pixels(np.zeros(shape, np.uint8), "x").size() == size


@pytest.mark.parametrize("beyond", [-3e-8, -0.009, 1.0000001, 1.009])
def test_rounding_makes_no_other_range(beyond: float) -> None:
    """Of x / 255, normalised and back, -3e-8 is left; of resizing white, 1.0000001."""
    array = np.zeros((3, 8, 8), np.float32)
    array[0, 0, :2] = 1, beyond
    found = pixels(array, "x")
    assert (found.low, found.high) == (0, 1)
    found = pixels(2 * array - 1, "x")
    assert (found.low, found.high) == (-1, 1)


def test_an_infinite_label_is_a_class_of_its_own() -> None:
    assert labels(np.array([1.0, np.inf, 1.0]), 3, "y")[0] == ("1.0", "inf")


@pytest.mark.parametrize(("value", "high"), [(255.00002, 255), (257.0, 255), (259.0, 65535)])
def test_rounding_beyond_white_makes_no_image_of_16_bits(value: float, high: int) -> None:
    array = np.full((1, 8, 8), 200, np.float32)
    array[0, 0, 0] = value
    assert pixels(array, "x").high == high


def test_bytes_of_0_and_1_are_black_and_white() -> None:
    """Binarised digits and masks, of any type of number."""
    array = np.zeros((3, 4, 4), np.uint8)
    array[2, 0, 0] = 1
    for kind in (np.uint8, np.int64, bool):
        assert pixels(array.astype(kind), "a").image(2)[0, 0] == 255
    array[2, 0, 0] = 2
    assert pixels(array, "a").image(2)[0, 0] == 2


def test_large_numbers_beside_words_stay_apart() -> None:
    found = joined([np.array([1234567.0, 1234568.0, 2.0]), np.array(["x"])])
    assert found.tolist() == ["1234567", "1234568", "2", "x"]


def test_whole_numbers_from_minus_one_are_no_range():
    with pytest.raises(InputError, match="from -1 to 1"):
        pixels(np.arange(108).reshape(3, 6, 6) % 3 - 1, "x")
