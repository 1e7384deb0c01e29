import math
import re

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from scipy import stats

from wgan.comparison.chance import against_best, mean
from wgan.comparison.curves import draw_curves, drawn
from wgan.comparison.page import comparison_page
from wgan.comparison.runs import (
    LONG,
    Group,
    differing,
    grouped,
    other_images,
    ranked,
    read_rows,
    short,
    titles,
)
from wgan.comparison.table import WIDTH, comparison
from wgan.images import save_png


def row(name, w1=1.1, copying="none seen", trend="converged", **params):
    return {
        "Experiment": name,
        "rev": f"rev-{name}",
        "State": None,
        "stages/train.py": "abc",
        "w1_ratio": w1,
        "coverage": 0.5,
        "copying": copying,
        "trend": trend,
        **{key.replace("__", "."): value for key, value in params.items()},
    }


def runs(*rows):
    return read_rows(rows).runs


def group(*scores):
    return Group("x", runs(*(row(str(i), w1, train__seed=float(i)) for i, w1 in enumerate(scores))))


def test_a_setting_is_as_good_as_its_runs_on_average():
    assert group(1.1, 1.5).score == pytest.approx(1.3)
    assert group(0.5, 1).score == pytest.approx(1.5), "half as far is as bad as twice"


def test_rows_that_cannot_be_compared_are_named_with_their_reason():
    rows = [
        row("good", train__seed=0.0),
        row("again", train__seed=0.0),
        row("none", w1=None),
        row("nan", w1=float("nan")),
        {**row("broken"), "State": "Failed"},
        {**row("waits", w1=None), "State": "Queued"},
    ]
    found = read_rows(rows)
    assert [run.name for run in found.runs] == ["good"]
    assert found.left_out == {
        "again": "it is good again",
        "none": "it has no metric w1_ratio",
        "nan": "it has no metric w1_ratio",
        "broken": "failed",
        "waits": "queued",
    }


def test_params_are_in_yamls_words_and_dependencies_are_none():
    given = {"train__seed": 0.0, "train__clip": "None", "train__conditional": "False"}
    (run,) = runs(row("a", **given))
    known = {"train.seed": "0", "train.clip": "empty", "train.conditional": "false"}
    assert dict(run.params) | known == run.params
    assert run.params.keys() - known.keys() == {"run.code"}


def test_an_option_that_older_code_lacked_is_not_empty():
    found = runs(
        row("a", train__width=None), row("b", train__width=2.0), row("c", train__width="None")
    )
    assert {each.label for each in grouped(found)} == {"width –", "width 2", "width empty"}


def test_runs_of_other_code_are_no_other_seeds():
    rows = [row(name, value) for name, value in (("old", 1.2), ("new", 1.05), ("again", 1.06))]
    for each, code in zip(rows, "abb", strict=True):
        each |= {"wgan/gan": code, "stages/train.py": "x"}
    found = grouped(read_rows(rows).runs)
    assert [[run.name for run in each.runs] for each in found] == [["new", "again"], ["old"]]
    assert all(each.label.startswith("code ") for each in found)


@pytest.mark.parametrize("path", ["data/photos", "data/photos/", "./data/photos"])
def test_runs_on_other_images_or_from_other_networks_are_no_other_seeds(path):
    given = {"prepare__path": path, "train__start_from": "models/start"}
    rows = [row(name, train__seed=at, **given) for at, name in enumerate("abcd")]
    for each, images, start in zip(
        rows, ("1" * 32, "1" * 32, "2" * 32, "1" * 32), "xxxy", strict=True
    ):
        each |= {"data/photos": images, "models/start": start}
    found = read_rows(rows).runs
    groups = grouped(found)
    assert [[run.name for run in each.runs] for each in groups] == [["a", "b"], ["c"], ["d"]]
    assert groups[0].label == "images 1111111, start x"
    assert "other images (run.images)" in other_images(found)
    assert other_images([found[0], found[3]]) is None


def test_groups_are_all_but_seeds():
    found = runs(
        row("a", 1.3, train__n_critic=1.0, train__seed=0.0),
        row("b", 1.2, train__n_critic=1.0, train__seed=1.0),
        row("c", 1.1, train__n_critic=3.0, train__seed=0.0),
    )
    assert differing(found) == ["train.n_critic", "train.seed"]
    groups = grouped(found)
    assert [(each.label, [run.name for run in each.runs]) for each in groups] == [
        ("n_critic 3", ["c"]),
        ("n_critic 1", ["b", "a"]),
    ]
    assert grouped(found[:2])[0].label == "all alike"


def test_keys_lose_their_section_only_where_they_stay_distinct():
    keys = ["train.seed", "sample.seed", "train.steps"]
    assert [short(key, keys) for key in keys] == ["train.seed", "sample.seed", "steps"]


def test_best_is_nearest_to_real_and_neither_copies_nor_collapsed():
    found = runs(
        row("far", 1.3),
        row("smooth", 0.9),
        row("near", 1.02),
        row("copy", 1.0, "yes"),
        row("lost", 1.01, trend="collapsed"),
    )
    assert [run.name for run in ranked(found)] == ["near", "smooth", "far", "copy", "lost"]
    assert found[1].score == pytest.approx(1 / 0.9)


def test_the_interval_of_a_mean_by_hand():
    told = mean([1.0, 2.0, 3.0])
    # t(0.975, 2) = 4.302653, s / sqrt(n) = 1 / sqrt(3)
    assert told.mean == 2
    assert told.half == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert str(told) == "2.000 ± 2.484"
    assert str(mean([0.5])) == "0.500"
    assert mean([]) is None


def test_differences_of_two_groups_are_students_interval():
    # with two groups Tukey's interval is the one of the t test: pooled s = 0.01, t(0.975, 4) = 2.776445
    first, second = group(1.09, 1.10, 1.11), group(1.19, 1.20, 1.21)
    half = 2.776445 * 0.01 * math.sqrt(2 / 3)
    assert against_best([first, second]) == [
        "best",
        f"worse by {0.1 - half:.3f} to {0.1 + half:.3f}",
    ]
    assert against_best([first, group(1.10, 1.12, 1.09)]) == ["best", "can't be told apart"]


def test_a_setting_that_fails_hides_no_difference_of_others():
    good, worse = group(1.105, 1.107, 1.110), group(1.140, 1.143, 1.150)
    for broken in (group(1.4, 2.2, 6.1), group(1.3, 1.5, 1.9)):
        told = against_best([good, worse, broken])[1]
        # Games and Howell: q(0.95, 3, df of Welch) * sqrt((v1 + v2) / 2)
        v1, v2 = (np.var([run.score for run in each.runs], ddof=1) / 3 for each in (good, worse))
        df = (v1 + v2) ** 2 / (v1**2 / 2 + v2**2 / 2)
        half = stats.studentized_range.ppf(0.95, 3, df) * math.sqrt((v1 + v2) / 2)
        gap = worse.score - good.score
        assert told == f"worse by {gap - half:.3f} to {gap + half:.3f}"


def test_a_single_run_says_nothing_of_chance():
    assert against_best([group(1.1)]) == ["best"]
    assert against_best([group(1.1), group(1.2)])[1] == "one run: chance unknown"
    told = against_best([group(1.1), group(1.2, 1.3)])
    assert told == ["best", "the best has one run: chance unknown"]
    told = against_best([group(1.1, 1.1), group(1.2), group(1.3, 1.3)])
    assert told == ["best", "one run: chance unknown", "worse by 0.200 to 0.200"]


def test_a_table_fits_whatever_differs():
    rows = [
        row(
            f"very-long-name-{i}",
            1 + i / 10,
            **{f"train__parameter_{j}": float(i) for j in range(20)},
        )
        for i in range(3)
    ]
    rows.append(
        row("seed", 1.05, **{f"train__parameter_{j}": 0.0 for j in range(20)}, train__seed=7.0)
    )
    text = comparison(runs(*rows))
    assert max(map(len, text.splitlines())) <= WIDTH
    lines = text.splitlines()
    assert lines[0].split()[:2] == ["run", "parameter_0"]
    assert lines[5].startswith("they differ in 18 parameters more: train.parameter_3, ")
    assert lines[1].startswith("very-long-name-0")
    assert re.search(r"none seen +converged", lines[1])
    assert "1.025 ± 0.318" in text


def test_settings_that_would_be_cut_alike_are_numbered_and_told_below():
    name = "a_parameter_whose_name_takes_nearly_all_of_the_line_of_a_terminal_of_that_width"
    rows = [
        row(f"{kind}-{seed}", 1 + 0.1 * kind + 0.01 * seed, train__seed=float(seed),
            **{f"train__{name}": 7.0, "train__z": float(kind), f"train__{name}_2": float(kind)})
        for kind in range(2) for seed in range(2)
    ]  # fmt: skip
    lines = comparison(runs(*rows)).splitlines()
    start = lines.index(next(line for line in lines if line.startswith("settings")))
    assert [line.split()[0] for line in lines[start + 1 : start + 3]] == ["1", "2"]
    told = " ".join(lines[start + 3 :])
    assert "1: z 0" in told or f"1: {name}_2 0" in told
    assert told.count(f"{name}_2") == 2


def test_one_run_has_a_table_too():
    assert comparison(runs(row("a"))).splitlines()[1].split() == [
        "a", "1.100", "0.500", "none", "seen", "converged",
    ]  # fmt: skip


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


def test_dollars_in_a_label_are_no_formula(tmp_path):
    groups = grouped(runs(row("a", prepare__path=r"data/$\foo$"), row("b", prepare__path="a$_$")))
    curve = history([1.0, 2.0])
    draw_curves(tmp_path / "a.png", groups, {"a": curve, "b": curve}, titles(groups))
    assert (tmp_path / "a.png").stat().st_size > 1000


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


def test_runs_on_other_images_are_no_ranking():
    apart = runs(row("a", prepare__dataset="mnist-5k"), row("b", prepare__dataset="mnist"))
    assert "other images (prepare.dataset)" in comparison(apart).splitlines()[-1]
    few = runs(row("a", sample__count=30), row("b", sample__count=1000))
    assert "other numbers of images (sample.count)" in comparison(few).splitlines()[-1]
    alike = runs(row("a", prepare__seed=0.0), row("b", prepare__seed=1.0))
    assert "other images" not in comparison(alike)
