"""The page that lays runs beside each other."""

import re

import numpy as np
from rows import row

from wgan.comparison.page import comparison_page
from wgan.comparison.runs import read_rows
from wgan.images import save_png


def test_one_setting_says_what_makes_others():
    def answer(*rows):
        html = comparison_page(read_rows(rows), curves=None, grids={}, notes=[])
        return re.search(r"<strong>(.*?)</strong>", html)[1], html

    alone, html = answer(row("a"))
    assert alone.startswith("There is one run: dvc exp run -S")
    assert "alike but seeds" not in html
    both, html = answer(row("a", train__seed=0.0), row("b", train__seed=1.0))
    assert both.startswith("There is one setting, 2 runs: ")
    assert "all parameters alike but seeds" in html
    other = row("b", 1.2) | {"stages/train.py": "xyz"}
    assert "run.code is a hash of the stages&#39; code" in answer(row("a"), other)[1]


def test_the_page_names_what_differs_and_escapes(tmp_path):
    save_png(tmp_path / "a.png", np.zeros((4, 4, 1), np.uint8))
    found = read_rows(
        [
            row("<b>", 1.1, train__n_critic=3.0, train__seed=0.0),
            row("b", 1.11, train__n_critic=3.0, train__seed=1.0),
            row("c", 1.31, train__n_critic=1.0, train__seed=0.0),
            row("d", 1.32, train__n_critic=1.0, train__seed=1.0),
            row("e", w1=None),
        ]
    )
    html = comparison_page(found, curves=None, grids={"<b>": tmp_path / "a.png"}, notes=["A note."])
    assert "<b>" not in html
    assert not re.search(r"https?:|@import|url\(", html)
    assert "4 runs, 2 settings" in html
    assert "Best: n_critic 3." in html
    assert "e is left out: it has no metric w1_ratio." in html
    assert "A note." in html
    assert html.count("data:image/png") == 1
    assert re.search(r"1\.105 ± 0\.064", html)
    assert re.search(r"worse by 0\.\d{3} to 0\.\d{3}", html)


def page(*rows, **grids):
    return comparison_page(read_rows(rows), curves=None, grids=grids, notes=[])


def seeds(n_critic, *scores):
    return [
        row(f"{n_critic}-{at}", score, train__n_critic=float(n_critic), train__seed=float(at))
        for at, score in enumerate(scores)
    ]


def test_the_answer_says_what_chance_may_have_made():
    one, other = seeds(1, 1.1, 1.11), seeds(3, 1.105, 1.115)
    html = page(*one, *other)
    assert "Can&#39;t be told apart from it: n_critic 3." in html
    assert "seeds alone may make the difference" not in html
    assert "seeds alone may make the difference" in page(*one, other[0])


def test_broken_settings_are_marked():
    good, bad = row("a"), row("b", 1.2, "yes", train__n_critic=1.0)
    assert page(good, bad).count("✗") == 1
    both = page(good | {"copying": "yes"}, bad)
    assert both.count("✗") == 2
    assert "It copies, collapsed or diverged, as all do." in both


def test_the_best_six_are_pictured_and_all_that_is_left_out_is_named(tmp_path):
    save_png(tmp_path / "a.png", np.zeros((4, 4, 1), np.uint8))
    many = [row(f"r{at}", 1 + at / 10, train__n_critic=float(at)) for at in range(8)]
    html = page(*many, **{f"r{at}": tmp_path / "a.png" for at in range(8)})
    assert html.count("data:image/png") == 6
    assert "The images of 2 more settings are not shown." in html
    html = page(row("a"), row("x", w1=None), row("y", w1=None))
    assert "x is left out" in html
    assert "y is left out" in html


def test_long_settings_are_numbered_and_written_out():
    long = "a_value_that_takes_forty_letters_or_more_"
    html = page(row("a", train__critic=f"{long}a"), row("b", 1.2, train__critic=f"{long}b"))
    assert f"setting 2: critic {long}b" in html
