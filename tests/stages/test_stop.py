"""Ctrl-C and SIGTERM: a checkpoint, one line, and the run that goes on is the uninterrupted one."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from stages.support.interrupt import wish_to_stop

pytestmark = pytest.mark.usefixtures("eager", "project")


def test_what_is_ignored_from_the_start_stops_nothing(ctrl_c):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with wish_to_stop() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert not stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_goes_on(run_stage, monkeypatch, number, ctrl_c):
    assert run_stage("train", steps=6).exit_code == 0
    history = Path("reports/train/history.csv").read_bytes()
    weights = Path("models/generator.keras").read_bytes()
    monkeypatch.setenv("WGAN_CHECKPOINT_DIR", "elsewhere")

    import wgan.gan.run

    advance = wgan.gan.run.Run.advance

    def interrupted(run, *args):
        advance(run, *args)
        if run.record.step == 4:
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    with monkeypatch.context() as patch:
        patch.setattr(wgan.gan.run.Run, "advance", interrupted)
        result = run_stage("train", steps=6)
    assert result.exit_code != 0
    assert result.output.splitlines()[-1] == (
        "Error: stopped at step 4; its checkpoint is saved, the same command goes on from there"
    )
    assert signal.getsignal(number) == before
    assert {path.name for path in Path("reports/live").iterdir()} == {"grid.png", "curve.png"}
    assert [path.name for path in Path("elsewhere").glob("*/*.npz")] == ["4.npz"]
    assert run_stage("train", steps=6).exit_code == 0
    assert Path("reports/train/history.csv").read_bytes() == history
    assert Path("models/generator.keras").read_bytes() == weights


@pytest.mark.parametrize(
    ("schedule", "performed"), [("constant", [4, 5, 6]), ("linear", [1, 2, 3, 4, 5, 6])]
)
def test_a_longer_run_gives_the_same_bytes(run_stage, monkeypatch, schedule, performed):
    """It goes on from the shorter one, unless their rates differ from the first step."""
    run_stage = partial(run_stage, schedule=schedule)
    assert run_stage("train", steps=6).exit_code == 0
    whole = Path("models/generator.keras").read_bytes()
    monkeypatch.setenv("WGAN_CHECKPOINT_DIR", "elsewhere")
    assert run_stage("train", steps=3).exit_code == 0

    import wgan.gan.run

    steps = []
    advance = wgan.gan.run.Run.advance

    def counted(run, *args):
        advance(run, *args)
        steps.append(run.record.step)

    monkeypatch.setattr(wgan.gan.run.Run, "advance", counted)
    assert run_stage("train", steps=6).exit_code == 0
    assert steps == performed
    assert Path("models/generator.keras").read_bytes() == whole
