"""The whole pipeline through DVC, on a handful of steps: the same bytes, and no step too many."""

from project import ANOTHER, clone, on_another_machine, sh
from ruamel.yaml import YAML

STAGES = ["prepare", "train", "sample", "evaluate"]


def repro(folder, *options):
    return sh(folder, "dvc", "repro", *options)


def ran(output):
    return [name for name in STAGES if f"Running stage '{name}'" in output]


def set_n_critic(folder, value):
    path = folder / "params.yaml"
    yaml = YAML()
    params = yaml.load(path)
    params["train"]["n_critic"] = value
    yaml.dump(params, path)


def test_a_clone_on_another_machine_and_a_forced_run_give_the_same_bytes(first, tmp_path_factory):
    lock = (first / "dvc.lock").read_bytes()
    second = clone(tmp_path_factory.mktemp("second"))
    assert ran(sh(second, *on_another_machine(), "dvc", "repro", **ANOTHER)) == STAGES
    assert (second / "dvc.lock").read_bytes() == lock
    # one stage is enough: a checkpoint of the finished run must not shorten it
    assert ran(repro(first, "--force", "--single-item", "train")) == ["train"]
    assert (first / "dvc.lock").read_bytes() == lock


def test_only_what_changed_runs_again(first):
    assert "up to date" in repro(first)
    before = {path: path.read_bytes() for path in first.glob("reports/**/metrics.json")}
    assert len(before) == 2
    # in git, not in the cache, and given back all the same
    before |= {
        path: path.read_bytes()
        for path in (first / "reports/train/history.csv", first / "reports/evaluate/distances.csv")
    }

    page = next((first / "wgan/report").glob("*.py"))
    code = page.read_text()
    page.write_text(code + "\n")
    assert ran(repro(first, "--dry")) == ["evaluate"]
    page.write_text(code)

    set_n_critic(first, 2)
    assert ran(repro(first)) == ["train", "sample", "evaluate"]
    assert {path: path.read_bytes() for path in before} != before

    set_n_critic(first, 1)
    assert ran(repro(first)) == []  # all from the run cache
    assert {path: path.read_bytes() for path in before} == before


def test_what_one_compares_is_there(first):
    metrics = sh(first, "dvc", "metrics", "show")
    for name in ("w1_ratio", "coverage", "told_apart", "copying", "flagged", "trend"):
        assert name in metrics
    page = sh(first, "dvc", "plots", "show", "-o", "plots")
    html = (first / "plots/index.html").read_text()
    assert "index.html" in page
    for plot in ("wasserstein estimate", "losses", "scores", "gradient penalty", "distances"):
        assert plot in html


def test_git_sees_nothing_that_it_should_not_keep(first):
    changed = sh(first, "git", "status", "--porcelain", "--untracked-files=all").splitlines()
    names = {line[3:] for line in changed if not line[3:].startswith("plots/")}
    assert names <= {
        "dvc.lock", "params.yaml", "reports/train/history.csv", "reports/evaluate/metrics.json",
        "reports/evaluate/distances.csv", "samples/grid.png",
    }  # fmt: skip
