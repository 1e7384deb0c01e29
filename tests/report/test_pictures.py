import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from wgan.report.distances import draw_distances, ecdf
from wgan.report.pairs import draw_pairs
from wgan.report.style import DPI, GENERATED, REAL, VALIDATION, WIDTH
from wgan.report.tables import write_distances, write_trend
from wgan.report.trend import draw_trend, limits
from wgan.shown import Curves, Distances, Pair


def curves(rows, *, estimates=True, tail=None):
    step = np.arange(1.0, rows + 1)
    return Curves(step, 1 / step, 1 / step, 0.9 / step, step, step - 1, step, tail, estimates)


def pairs(rng, count, channels):
    def image():
        return rng.integers(0, 256, (8, 8, channels), dtype=np.uint8)

    return [Pair(image(), image(), image(), 1.0, 2.0, 0.5, number == 0) for number in range(count)]


def draw(path, kind, rng):
    values = rng.normal(10, 1, 50)
    if kind == "pairs":
        draw_pairs(path, pairs(rng, 3, 1))
    elif kind == "colour":
        draw_pairs(path, pairs(rng, 1, 3))
    elif kind == "distances":
        draw_distances(path, Distances(values, values + 1, values / 20, values / 30))
    elif kind == "constant":
        draw_distances(path, Distances(np.zeros(3), np.zeros(1), np.ones(3), np.ones(1)))
    elif kind == "one row":
        draw_trend(path, curves(1))
    elif kind == "scores":
        draw_trend(path, curves(9, estimates=False))
    elif kind == "nothing finite":
        nan = np.full(3, np.nan)
        draw_trend(path, Curves(np.arange(3.0), nan, nan, nan, nan, nan, nan, None, True))
    else:
        draw_trend(path, curves(60, tail=(np.arange(30.0, 61), np.linspace(0.1, 0.2, 31))))


KINDS = ("pairs", "colour", "distances", "constant", "one row", "scores", "nothing finite", "trend")


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_repeat_their_bytes_whatever_a_persons_own_style(tmp_path, kind):
    draw(tmp_path / "a.png", kind, np.random.default_rng(0))
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "axes.facecolor": "red"}):
        draw(tmp_path / "b.png", kind, np.random.default_rng(0))
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        assert image.width == round(WIDTH * DPI)
        assert "Software" not in image.info
        assert len(set(image.convert("L").get_flattened_data())) > 2


def test_the_colours_differ_in_grey():
    def luminance(colour):
        red, green, blue = mpl.colors.to_rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert abs(luminance(GENERATED) - luminance(REAL)) > 0.2
    assert abs(luminance(GENERATED) - luminance(VALIDATION)) > 0.2


def test_ecdf_by_hand():
    values, shares = ecdf(np.array([3.0, 1.0]))
    assert (values.tolist(), shares.tolist()) == ([1, 3], [0.5, 1])


def test_tables_hold_the_curves(tmp_path):
    none = np.array([np.nan])
    drawn = Curves(np.array([5.0]), none, np.array([1.25]), none, none, none, none, None, True)
    write_trend(tmp_path / "t.csv", drawn)
    assert (tmp_path / "t.csv").read_bytes() == b"step,train,validation\n5,1.25,\n"
    near = Distances(np.array([1.0, 3.0]), np.array([2.0]), none, none)
    write_distances(tmp_path / "d.csv", near)
    rows = (tmp_path / "d.csv").read_text().splitlines()
    assert rows[0] == "share,generated,unseen"
    assert (rows[1], rows[51], rows[101]) == ("0,1,2", "0.5,2,2", "1,3,2")


def test_negative_estimates_are_all_within_the_axis():
    step = np.arange(1.0, 41)
    below = np.linspace(-3, -2, 40)
    low, high, peak = limits(Curves(step, below, below, below, below, below, below, None, True))
    assert low <= -3
    assert high > 0 > peak


def test_a_short_start_is_cut_and_the_level_after_it_is_not():
    rows = np.arange(100)
    course = np.where(rows < 5, 50.0, np.where(rows < 30, 3.0, 1.0))
    _, high, peak = limits(Curves(rows, *[course] * 6, None, True))
    assert peak == 50
    assert 3 < high < 5
