"""The comparison on a terminal."""

import re

from rows import row, runs

from wgan.comparison.table import WIDTH, comparison


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


def test_settings_are_shown_by_three_numbers():
    rows = [
        row(str(seed), train__seed=float(seed)) | {"told_apart": 0.7, "sure": 0.9}
        for seed in range(2)
    ]
    lines = comparison(runs(*rows)).splitlines()
    head = next(line for line in lines if line.startswith("settings"))
    assert head.split()[2:5] == ["w1_ratio", "coverage", "told_apart"]
