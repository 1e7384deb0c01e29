"""The curves of several runs in one chart."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from rows import row, runs

from wgan.comparison import curves
from wgan.comparison.curves import draw_curves, drawn
from wgan.comparison.runs import (
    LONG,
    grouped,
    titles,
)


def history(values):
    return pd.DataFrame({"step": np.arange(1, len(values) + 1), "wasserstein": values})


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0], [50.0, *[1.0] * 60], [np.nan, -1.0]])
def test_any_curve_is_drawn_and_a_cut_is_told(tmp_path, values):
    groups = grouped(runs(row("a"), row("b", 1.2, train__n_critic=1.0)))
    assert drawn(groups, {"b": history(values), "a": history([np.nan])}) == groups[1:]
    cut = draw_curves(tmp_path / "a.png", groups[1:], {"b": history(values)}, titles(groups))
    assert bool(cut) == (max(values) == 50)
    with Image.open(tmp_path / "a.png") as image:
        assert len(set(image.convert("L").get_flattened_data())) > 20


def test_long_labels_are_numbers_in_the_chart_and_stay_within_it(tmp_path):
    short_ones = grouped(runs(row("a"), row("b", 1.2, train__n_critic=1.0)))
    assert titles(short_ones) == {each.label: each.label for each in short_ones}
    long = "a_value_that_takes_forty_letters_or_more_"
    groups = grouped(
        runs(
            *(row(name, 1 + at / 10, train__critic=long + name) for at, name in enumerate("abcdef"))
        )
    )
    assert titles(groups) == {
        f"critic {long}{name}": f"setting {at}" for at, name in enumerate("abcdef", 1)
    }
    name = dict.fromkeys(
        (each.label for each in groups), "learning_rate 0.0002, penalty_every 0.25, "[:LONG]
    )
    for called in (titles(groups), name):
        draw_curves(
            tmp_path / "a.png", groups, {each: history([1.0, 2.0]) for each in "abcdef"}, called
        )
        with Image.open(tmp_path / "a.png") as image:
            pixels = np.asarray(image.convert("L"))
        assert (pixels[:, :4] == 255).all()
        assert (pixels[:, -3:] == 255).all()


def test_dollars_in_a_label_are_no_formula(tmp_path):
    groups = grouped(runs(row("a", prepare__path=r"data/$\foo$"), row("b", prepare__path="a$_$")))
    curve = history([1.0, 2.0])
    draw_curves(tmp_path / "a.png", groups, {"a": curve, "b": curve}, titles(groups))
    assert (tmp_path / "a.png").stat().st_size > 1000


def test_the_thick_line_is_the_median_of_a_settings_runs(tmp_path, monkeypatch):
    kept = []
    monkeypatch.setattr(curves, "save", lambda made, _: kept.append(made))
    groups = grouped(runs(*(row(name, train__seed=float(at)) for at, name in enumerate("abc"))))
    histories = {
        name: pd.DataFrame({"step": [1, 2], "wasserstein": [value, value]})
        for name, value in zip("abc", (1.0, 2.0, 9.0), strict=True)
    }
    draw_curves(tmp_path / "a.png", groups, histories, titles(groups))
    assert kept[0].axes[0].lines[-1].get_ydata().tolist() == [2, 2]


def test_the_best_six_settings_are_drawn():
    names = "abcdefgh"
    rows = (row(name, 1 + at / 10, train__n_critic=float(at)) for at, name in enumerate(names))
    groups = grouped(runs(*rows))
    table = pd.DataFrame({"step": [1], "wasserstein": [1.0]})
    assert drawn(groups, dict.fromkeys(names, table)) == groups[:6]
