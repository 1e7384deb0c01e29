"""Which runs can be compared, which are seeds of one setting, and their order."""

import pytest
from rows import group, row, runs

from wgan.comparison.runs import (
    differing,
    grouped,
    other_images,
    ranked,
    read_rows,
    short,
)
from wgan.comparison.table import comparison


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


def test_runs_on_other_images_are_no_ranking():
    apart = runs(row("a", prepare__dataset="mnist-5k"), row("b", prepare__dataset="mnist"))
    assert "other images (prepare.dataset)" in comparison(apart).splitlines()[-1]
    few = runs(row("a", sample__count=30), row("b", sample__count=1000))
    assert "other numbers of images (sample.count)" in comparison(few).splitlines()[-1]
    alike = runs(row("a", prepare__seed=0.0), row("b", prepare__seed=1.0))
    assert "other images" not in comparison(alike)


def test_a_diverged_run_comes_last():
    found = runs(row("div", 1.0, trend="diverged"), row("far", 1.3))
    assert [run.name for run in ranked(found)] == ["far", "div"]


def test_one_broken_seed_breaks_a_setting():
    found = runs(
        row("a0", 1.0, train__n_critic=1.0, train__seed=0.0),
        row("a1", 1.0, "yes", train__n_critic=1.0, train__seed=1.0),
        row("b", 1.4, train__n_critic=3.0, train__seed=0.0),
    )
    groups = grouped(found)
    assert [(each.label, each.broken) for each in groups] == [
        ("n_critic 3", False),
        ("n_critic 1", True),
    ]
    assert groups[1].verdicts("copying") == "1 none seen, 1 yes"


def test_a_run_under_way_is_left_out():
    assert read_rows([{**row("now"), "State": "Running"}]).left_out == {"now": "running"}


def test_the_code_is_the_same_in_whatever_order_its_files_come():
    one, other = row("a", train__seed=0.0), row("b", train__seed=1.0)
    one |= {"wgan/gan": "1", "wgan/data": "2"}
    other = {"wgan/data": "2", "wgan/gan": "1", **other}
    assert len(grouped(runs(one, other))) == 1


def test_other_images_and_numbers_of_images_are_warned_of():
    few = runs(row("a", evaluate__images=30), row("b", evaluate__images=1000))
    assert "other numbers of images (evaluate.images)" in other_images(few)
    some = runs(row("a", sample__classes="['1']"), row("b", sample__classes="[]"))
    assert "other images (sample.classes)" in other_images(some)
    assert some[1].params["sample.classes"] == "empty"
