"""The check of a GPU: what it says of results, the CPU in the GPU's place, and without any."""

import math
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks.gpu import check as checks
from benchmarks.gpu.__main__ import main
from benchmarks.gpu.trial import Task, Trial, run_task

ROWS = [(1.0, 0.5), (2.0, 0.25)]
TRIAL = Trial(ROWS, "a", 2)


def test_without_a_gpu_it_refuses_in_one_line(monkeypatch):
    monkeypatch.setattr(checks, "has_driver", lambda: False)
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 1
    assert result.output.startswith("Error: no NVIDIA driver here")
    assert len(result.output.splitlines()) == 1


def test_differences_are_relative_to_the_largest_of_their_kind():
    assert TRIAL.apart(TRIAL) == 0
    assert replace(TRIAL, rows=[(1.0, 0.5), (2.0, 0.20)]).apart(TRIAL) == pytest.approx(0.1)
    assert replace(TRIAL, rows=[(1.2, 0.5), (2.0, 0.25)]).apart(TRIAL) == pytest.approx(0.1)
    assert replace(TRIAL, rows=[(math.nan, 0.5), (2.0, 0.25)]).apart(TRIAL) == math.inf


@pytest.fixture
def answers(monkeypatch):
    """What trainings would give, by what they are asked for."""
    given = {}

    def run(task):
        key = "cpu" if not task.on_gpu else "xla" if task.compiled else dict(task.changes)
        answer = given.get(str(key), TRIAL)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(checks, "run_task", run)
    monkeypatch.setattr(checks, "_run", run)
    return given


def test_checks_pass_on_equal_results(answers):
    for name in checks.CHECKS:
        assert checks.check(name, "1", 2, 4).passed, name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("as the CPU", "cpu"),
        ("devices: all", "{'dropout': 0.0, 'devices': 'all'}"),
        ("mixed_bfloat16", "{'dropout': 0.0, 'precision': 'mixed_bfloat16'}"),
    ],
)
def test_checks_fail_on_others(answers, name, key):
    answers[key] = replace(TRIAL, rows=[(1.0, 0.5), (4.0, 0.25)])
    assert not checks.check(name, "1", 2, 4).passed
    answers[key] = RuntimeError("no kernel\nfor this")
    assert checks.check(name, "1", 2, 4) == checks.Found(False, "failed: no kernel")


def test_what_xla_draws_is_not_compared_but_must_be_numbers(answers):
    answers["xla"] = replace(TRIAL, rows=[(1.0, 0.5), (4.0, 0.25)])
    assert checks.check("jit_compile", "1", 2, 4).passed
    answers["xla"] = replace(TRIAL, rows=[(1.0, 0.5), (math.nan, 0.25)])
    assert not checks.check("jit_compile", "1", 2, 4).passed


def test_several_devices_share_a_batch_that_they_can_share(monkeypatch):
    asked = []

    def run(task):
        asked.append(task)
        return replace(TRIAL, gpus=3)

    monkeypatch.setattr(checks, "_run", run)
    assert checks.check("devices: all", "1", 2, 16).told.startswith("3 GPUs")
    assert [task.batch_size for task in asked[1:]] == [18, 18]
    monkeypatch.setattr(checks, "_run", lambda _: replace(TRIAL, gpus=1))
    assert checks.check("devices: all", "1", 2, 16).told == "one GPU: nothing to share"


def test_other_bytes_are_told(monkeypatch):
    digests = iter("ab")
    trial = lambda _: replace(TRIAL, digest=next(digests))  # noqa: E731
    monkeypatch.setattr(checks, "run_task", trial)
    monkeypatch.setattr(checks, "_run", trial)
    assert checks.check("repeats", "1", 2, 4) == checks.Found(False, "other bytes")


def test_a_trial_trains_in_a_process_of_its_own():
    trial = run_task(Task("1", steps=1, batch_size=2, on_gpu=False, changes=(("n_critic", 1),)))
    assert trial.gpus == 0
    assert len(trial.rows) == 1
    assert all(map(math.isfinite, trial.rows[0]))
