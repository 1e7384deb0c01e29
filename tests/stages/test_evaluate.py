"""The evaluate stage on a handful of images."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from stages.evaluate import main, of_classes
from stages.support.paths import (
    DETAILS,
    DISTANCES,
    DISTANCES_TABLE,
    EVALUATE_METRICS,
    GRID,
    HISTORY,
    NEIGHBOURS,
    PROGRESS,
    REPORT,
    SAMPLE_LABELS,
    SAMPLES,
    TREND,
    TREND_TABLE,
)
from wgan.errors import InputError
from wgan.history import ESTIMATES, ESTIMATES_DISTANCE, MEASURED, STEP
from wgan.images import grid, save_png

OUTPUTS = [
    REPORT,
    EVALUATE_METRICS,
    DETAILS,
    NEIGHBOURS,
    DISTANCES,
    TREND,
    TREND_TABLE,
    DISTANCES_TABLE,
]
HEADER = ",".join([STEP, *MEASURED, ESTIMATES_DISTANCE, *ESTIMATES])


@pytest.fixture
def sampled(project: Path) -> Path:
    """A project whose model was trained for two rows and sampled."""
    rng = np.random.default_rng(1)
    for path in (SAMPLES, HISTORY, PROGRESS / "0.png"):
        path.parent.mkdir(parents=True, exist_ok=True)
    images = rng.integers(0, 256, (12, 8, 8, 1), dtype=np.uint8)
    np.save(SAMPLES, images)
    np.save(SAMPLE_LABELS, np.arange(12) % 3)
    for path in (GRID, PROGRESS / "0.png", PROGRESS / "25.png"):
        save_png(path, grid(images, 4))
    row = "-1,0,2,3,2,2.5,1,1,0.5"
    HISTORY.write_text(f"{HEADER}\n1,{row}\n2,{row}\n")
    Path("params.yaml").write_text("evaluate: {}\n")
    return project


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_writes_every_output_and_the_same_bytes_again(sampled):
    first = run()
    assert first.exit_code == 0, first.output
    assert "memorization: inconclusive" in first.output
    before = {path: path.read_bytes() for path in OUTPUTS}
    assert run().exit_code == 0
    assert {path: path.read_bytes() for path in OUTPUTS} == before
    assert not list(Path("reports").rglob(".*"))


def test_metrics_are_few_and_details_stand_beside_them(sampled):
    run()
    metrics = json.loads(EVALUATE_METRICS.read_text())
    keys = list(metrics)
    assert keys[:5] == ["w1_ratio", "copying", "trend", "coverage", "told_apart"]
    assert keys[-1] == "flagged"
    assert (metrics["copying"], metrics["trend"]) == ("unclear", "unclear")
    assert len(keys) <= 8
    assert not any(isinstance(value, dict) for value in metrics.values())
    details = json.loads(DETAILS.read_text())
    assert details["trend"]["tail_slope_rel"] is None
    assert 0 <= details["quality"]["generated"]["classes"]["agreement"] <= 1
    assert details["quality"]["real"]["overlap"]["coverage"] > 0
    assert details["memorization"]["reasons"]


def test_the_page_shows_params_and_pictures(sampled):
    Path("params.yaml").write_text("evaluate:\n  pairs: 3\nsample:\n  seed: '<b>'\n")
    assert run().exit_code == 0
    page = REPORT.read_text()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert page.count("data:image/png") == 6


def test_equal_images_are_a_collapse_whatever_the_curve_says(sampled):
    np.save(SAMPLES, np.repeat(np.load(SAMPLES)[:1], 12, axis=0))
    assert run().exit_code == 0
    trend = json.loads(DETAILS.read_text())["trend"]
    assert trend["verdict"] == "collapsed"
    assert any("differ from each other by 0.0 grey levels" in each for each in trend["reasons"])


def test_chosen_classes_are_compared_with_their_own_images(sampled):
    np.save(SAMPLE_LABELS, np.full(12, 1))
    result = run()
    assert result.exit_code == 0, result.output
    # of 20 training and 8 test images, classes 0, 1, 2 in turn
    assert "12 generated images by 3 unseen ones" in result.stderr
    assert "7 training and 3 unseen test images" in REPORT.read_text()


def test_unlabelled_data_has_no_classes(sampled, prepared_without_classes):
    np.save(SAMPLE_LABELS, np.full(12, -1))
    assert run().exit_code == 0
    assert json.loads(DETAILS.read_text())["quality"]["generated"]["classes"] == {}


def test_a_class_without_real_images_is_refused():
    images, labels = np.zeros((4, 8, 8, 1), np.float32), np.array([0, 1, 0, 1])
    kept_images, kept = of_classes("test", (images, labels), np.array([1, 2]))
    assert kept.tolist() == [1, 1]
    assert len(kept_images) == 2
    with pytest.raises(InputError, match="there are no test images to compare with"):
        of_classes("test", (images, labels), np.array([2, 2]))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (HISTORY.unlink, "history.csv is missing; run `dvc repro train` first"),
        (
            lambda: HISTORY.write_text("step\n1\n"),
            "run `dvc repro --force train`, or by hand `python -m stages.train`",
        ),
        (lambda: np.save(SAMPLES, np.zeros((3, 9, 9, 1), np.uint8)), "uint8 (8, 8, 1)"),
        (
            lambda: SAMPLES.write_bytes(b"hello"),
            "run `dvc repro --force sample`, or by hand `python -m stages.sample`",
        ),
        (SAMPLES.unlink, "images.npy is missing; run `dvc repro sample` first"),
        (lambda: np.save(SAMPLE_LABELS, np.full(12, 3)), "3 classes"),
        (lambda: Path("params.yaml").write_text("evaluate: {shfit: 1}"), "shift"),
        (lambda: Path("params.yaml").write_text("evaluate: {fdr: 0}"), "evaluate.fdr"),
        (lambda: Path("params.yaml").write_text("evaluate: {tail: .nan}"), "evaluate.tail"),
    ],
)
def test_bad_input_gets_one_line_and_leaves_what_stood(sampled, damage, message):
    for path in OUTPUTS:
        path.parent.mkdir(exist_ok=True)
        path.write_text("as it was")
    damage()
    result = run()
    assert result.exit_code != 0
    assert message in result.output
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
    assert all(path.read_text() == "as it was" for path in OUTPUTS)


def test_no_stage_imports_anything_heavy_for_help_and_evaluate_no_tensorflow(sampled):
    root = Path(__file__).parents[2]
    program = """
import sys
import stages.judge, stages.prepare, stages.sample, stages.train
from stages.evaluate import main, of_classes
heavy = {"scipy", "sklearn", "matplotlib", "cv2", "pandas", "jinja2", "tensorflow", "keras"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
main([], standalone_mode=False)
assert not {"tensorflow", "keras"} & set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
