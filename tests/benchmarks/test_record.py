"""The record of a run, from a workspace made by hand."""

import json

import numpy as np
from click.testing import CliRunner
from PIL import Image

from benchmarks.recipes import record
from wgan.images import grid, save_png


def test_writes_the_pictures_and_prints_the_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "PICTURES", tmp_path / "pictures")
    work = tmp_path / "work"
    for folder in ("samples", "reports/train/progress", "reports/evaluate"):
        (work / folder).mkdir(parents=True)
    dark = grid(np.zeros((64, 8, 8, 3), np.uint8), 8)
    light = grid(np.full((64, 8, 8, 3), 200, np.uint8), 8)
    for name in ("samples/grid.png", "reports/evaluate/trend.png"):
        save_png(work / name, dark)
    save_png(work / "reports/train/last.png", light)
    save_png(work / "reports/train/progress/3.png", dark)
    (work / "reports/train/metrics.json").write_text('{"steps": 20}')
    (work / "reports/evaluate/metrics.json").write_text(
        json.dumps({"w1_ratio": 1.23456, "copying": "none seen", "flagged": 0})
    )
    result = CliRunner().invoke(record.main, ["it", "--workspace", str(work)])
    assert result.exit_code == 0, result.output
    assert "| it | 20 | 1.235 | none seen | 0 |" in result.output
    with Image.open(tmp_path / "pictures/it-time.png") as picture:
        pixels = np.asarray(picture.convert("L"))
    # step 3 stands above step 20, not below as their names would sort
    dark_rows = np.flatnonzero((pixels < 10).mean(axis=1) > 0.3)
    light_rows = np.flatnonzero((abs(pixels.astype(int) - 200) < 5).mean(axis=1) > 0.3)
    assert dark_rows.max() < light_rows.min()
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {
        "it.png", "it-time.png", "it-curve.png",
    }  # fmt: skip
