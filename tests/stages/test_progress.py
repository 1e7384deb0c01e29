"""What a person sees of a long run: lines in a log, pictures that are refreshed."""

import io
from pathlib import Path

import click
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from stages.support.bar import Bar, Log
from stages.support.by_hand import FOLDER
from stages.support.live import Live, draw_curve, where
from wgan.gan.record import COLUMNS, GAP, Record, history_table


def record(step, gap=1.5):
    row = dict.fromkeys(COLUMNS, 0.0) | {"step": step, GAP: gap}
    return Record(step=step, rows=[tuple(row[name] for name in COLUMNS)] if step else [])


def table(rows, value=1.0):
    made = [
        tuple(
            float(
                {"step": step, "real_score": value / step, "validation_score": value / step}.get(
                    name, 0
                )
            )
            for name in COLUMNS
        )
        for step in rows
    ]
    return history_table(made, estimates_distance=True)


def test_a_log_has_a_line_a_minute_with_the_rate_of_this_process():
    now, lines = [1000.0], []
    log = Log(2400, clock=lambda: now[0], write=lines.append)
    for step in range(538, 538 + 181):  # resumed at step 538, then 2 steps a second
        log.after_step(record(step))
        now[0] += 0.5
    assert lines == ["step 658 of 2,400, 2 steps/s, score gap 1.50, 14:31 left"]
    assert len(lines[0]) <= 80


def test_a_log_of_a_run_that_makes_no_step_divides_by_nothing():
    now, lines = [0.0], []
    log = Log(9, clock=lambda: now[0], write=lines.append)
    log.after_step(record(0))
    now[0] = 61
    log.after_step(record(0))
    assert lines == ["step 0 of 9, 0 steps/s, ? left"]


def test_the_bar_starts_where_the_run_goes_on(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    bar = Bar(1000)
    for step in (500, 501, 502):
        bar.after_step(record(step))
    assert (bar.bar.initial, bar.bar.n) == (500, 502)
    # tqdm's rate comes from what it has printed, which must not hold the steps before
    assert bar.bar.last_print_n >= 500
    bar.close()
    assert "score gap 1.50" in stream.getvalue()


def test_pictures_are_refreshed_at_the_start_and_at_candidates(in_tmp):
    shades = iter([0, 100, 200])
    live = Live(10, lambda: np.full((8, 8, 1), next(shades), np.uint8), lambda: table([1, 2]))
    seen = []
    for step in (3, 4, 10, 11, 20):
        live.after_step(record(step))
        with Image.open("reports/live/grid.png") as image:
            seen.append((image.size, image.getpixel((0, 0))))
        assert Path("reports/live/curve.png").is_file()
    assert seen == [((504, 504), shade) for shade in (0, 0, 100, 100, 200)]
    live.clear()
    assert not list(Path("reports/live").iterdir())


def test_out_has_pictures_of_its_own(in_tmp):
    def draw(step):
        live = Live(10, lambda: np.zeros((8, 8, 1), np.uint8), lambda: table([1, 2]))
        live.after_step(record(step))
        return live

    draw(3)
    context = click.Context(click.Command("train"))
    context.meta[FOLDER] = Path("trial")
    with context:
        assert where() == Path("trial/reports/live")
        live = draw(3)
        assert Path("trial/reports/live/grid.png").is_file()
        live.clear()
    assert not list(Path("trial/reports/live").iterdir())
    assert Path("reports/live/grid.png").is_file()


@pytest.mark.parametrize(
    "history", [table([]), table([1]), table([1, 2, 3, 400], 50.0), table([1]).iloc[:, :7]]
)
def test_any_history_is_drawn(tmp_path, history):
    draw_curve(tmp_path / "a.png", pd.DataFrame(history))
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (600, 360)


def test_the_folder_is_named_in_full_where_dvc_has_one_of_its_own(tmp_path, monkeypatch):
    queued = tmp_path / ".dvc/tmp/exps/x"
    queued.mkdir(parents=True)
    monkeypatch.chdir(queued)
    assert where() == queued / "reports/live"
    monkeypatch.chdir(tmp_path)
    assert where() == Path("reports/live")
