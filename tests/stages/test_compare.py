"""What is compared, and what is said when there is nothing."""

from pathlib import Path

import dvc.api
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from dvc.exceptions import DvcException, NotDvcRepoError
from scmrepo.exceptions import RevError

from stages.compare import main
from stages.support.paths import COMPARISON, GRID
from wgan.images import save_png


def row(name, rev, w1=1.1, n_critic=3.0):
    return {
        "Experiment": name, "rev": rev, "State": None, "train.n_critic": n_critic,
        "train.seed": 0.0, "w1_ratio": w1, "coverage": 0.5, "told_apart": 0.7,
        "copying": "none seen", "flagged": 0.0, "trend": "converged",
    }  # fmt: skip


@pytest.fixture
def repository(in_tmp, monkeypatch):
    """DVC's answers: a workspace, a commit, an experiment of it, and one of an earlier commit."""
    save_png(Path("grid.png"), np.zeros((4, 4, 1), np.uint8))
    history = pd.DataFrame({"step": [1, 2], "wasserstein": [1.0, 2.0]}).to_csv(index=False).encode()
    rows = [row(None, "workspace"), row(None, "main", 1.2), row("good-run", "abc", 1.1, 5.0)]

    def show(revs=None, num=1):
        if revs == ["v1"]:
            return [rows[0], row(None, "fff1234", 1.4, 2.0)]
        if revs:
            raise RevError("no such revision")
        return [*rows, row("old-run", "def", 1.3, 1.0)] if num < 0 else rows

    def read(path, rev, mode):
        if rev == "abc":
            raise FileNotFoundError(path)
        return Path("grid.png").read_bytes() if path == GRID.as_posix() else history

    monkeypatch.setattr(dvc.api, "exp_show", show)
    monkeypatch.setattr(dvc.api, "read", read)
    return rows


def test_within_the_project_it_says_where_to_run(in_tmp, monkeypatch):
    (in_tmp / ".dvc").mkdir()
    (in_tmp / "docs").mkdir()
    monkeypatch.chdir(in_tmp / "docs")
    result = CliRunner().invoke(main)
    assert result.exit_code != 0
    assert "a folder within the project" in result.output


def run(*names):
    return CliRunner().invoke(main, list(names))


def names(result):
    return [line.split()[0] for line in result.stdout.splitlines()[1:] if "converged" in line]


def test_by_default_the_commit_and_its_experiments_best_first(repository):
    result = run()
    assert result.exit_code == 0, result.output
    assert names(result) == ["good-run", "main"]
    page = COMPARISON.read_text("utf-8")
    assert page.count("data:image/png") == 2
    assert "good-run: its curve and images are not to be had here." in page


def test_names_are_experiments_commits_and_the_workspace(repository):
    assert names(run("main", "old-run", "v1", "main")) == ["main", "old-run", "v1"]
    assert names(run("workspace")) == ["workspace"]


def test_the_workspace_is_shown_by_the_options_of_its_metrics(repository, monkeypatch):
    Path("params.yaml").write_text("train: {n_critic: 3, seed: 0}")
    made = {"train": {"n_critic": 5, "seed": 0}}
    monkeypatch.setattr("stages.compare.made_with", lambda path: made)
    result = run("workspace", "main")
    assert "not those of params.yaml: train.n_critic\n" in result.stderr
    rows = {line.split()[0]: line.split()[1] for line in result.stdout.splitlines()[1:3]}
    assert rows == {"workspace": "5", "main": "3"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["good-rum"], "Error: no experiment or commit is called good-rum; did you mean good-run?"),
        (["zzz"], "Error: no experiment or commit is called zzz; `dvc exp list` names them"),
    ],
)
def test_a_bad_name_gets_one_line(repository, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output == f"{message}\n"
    assert not COMPARISON.exists()


def test_a_clone_without_history_is_told_of(repository, monkeypatch):
    assert "unshallow" not in run().output
    monkeypatch.setattr("stages.compare.git", lambda *_: "true\n")
    assert "git fetch --unshallow" in run().stderr


def test_nothing_to_compare_is_said(repository):
    for each in repository:
        each["w1_ratio"] = None
    result = run()
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "main is left out: it has no metric w1_ratio"
    assert "nothing to compare" in result.output.splitlines()[-1]


def test_no_repository(in_tmp, monkeypatch):
    def show(**_):
        raise NotDvcRepoError("you are not inside of a DVC repository")

    monkeypatch.setattr(dvc.api, "exp_show", show)
    assert run().output == "Error: DVC says: you are not inside of a DVC repository\n"


def test_what_dvc_lost_is_said_and_the_workspace_is_read_from_its_files(repository, monkeypatch):
    def lost(path, rev, mode):
        raise DvcException("missing cache")

    monkeypatch.setattr(dvc.api, "read", lost)
    result = run("main")
    assert result.exit_code == 0, result.output
    assert "main: its curve and images are not to be had here." in COMPARISON.read_text("utf-8")
    monkeypatch.setattr(dvc.api, "read", lambda *_, **__: pytest.fail("it is no commit"))
    assert run("workspace").exit_code == 0
