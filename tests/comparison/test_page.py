"""The page that lays runs beside each other."""

import re

import numpy as np
from rows import row

from wgan.comparison.page import comparison_page
from wgan.comparison.runs import (
    read_rows,
)
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
