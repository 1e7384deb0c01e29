"""Values of params.yaml reach the commands as typed, or are refused in one line."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from stages.support.command import stage
from wgan.errors import InputError
from wgan.options import Choice, Flag, Integer, Names, Number, option


@dataclass(frozen=True)
class Things:
    steps: int = option(5, Integer(1, 10), "How many.", "Things")
    rate: float = option(0.5, Number(0, 1), "How fast.", "Things")
    mode: str = option("plain", Choice(("plain", "fancy")), "Which way.", "Things")
    limit: float | None = option(None, Number(0), "None if empty.", "Things")
    flag: bool = option(False, Flag(), "On or off.", "Things")
    names: tuple[str, ...] = option((), Names(), "Some names.", "Things")


@stage("train", Things)
def toy(**options):
    """Show the options."""
    if options["steps"] == 9:
        raise InputError("9 is unlucky", "steps")
    if options["steps"] == 8:
        raise OSError(28, "No space left on device", "big.npy")
    if options["steps"] == 7:
        raise MemoryError("Unable to allocate 117. GiB")
    click.echo(repr(options))


def run(text, *args):
    Path("params.yaml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(toy, list(args))


def values(text, *args):
    result = run(text, *args)
    assert result.exit_code == 0, result.output
    return eval(result.stdout)


def test_defaults_hold_where_params_say_nothing(in_tmp):
    expected = {
        "steps": 5, "rate": 0.5, "mode": "plain", "limit": None, "flag": False, "names": (),
    }  # fmt: skip
    assert values("train:\n") == expected
    assert values("{}") == expected
    assert values("train: {limit: , names: []}") == expected


def test_params_are_defaults_and_the_command_line_wins(in_tmp):
    given = values("train: {steps: 3, rate: 1e-3, mode: fancy, flag: yes, names: [7, a], limit: 2}")
    assert given == {
        "steps": 3, "rate": 0.001, "mode": "fancy", "limit": 2.0, "flag": True, "names": ("7", "a"),
    }  # fmt: skip
    assert values("train: {steps: 3}", "--steps", "4")["steps"] == 4


def test_what_yaml_reads_as_text_is_still_a_number(in_tmp):
    # PyYAML-style 1.1 parsers read 2e-05 as a string; `dvc exp run -S` writes it so
    assert values("train: {rate: '2e-05'}")["rate"] == 2e-05


@pytest.mark.parametrize("nothing", ["", "null", "~", "''", "None", "none", "'~'", "'null'", "' '"])
def test_the_ways_to_write_nothing(in_tmp, nothing):
    given = values(f"train: {{limit: {nothing}, names: {nothing}}}")
    assert given["limit"] is None
    assert given["names"] == ()


def test_a_class_may_be_called_none(in_tmp):
    assert values("train: {names: [None]}")["names"] == ("None",)


def test_a_refusal_says_what_is_accepted(in_tmp):
    for text, accepted in (
        ("{limit: fast}", "accepted: number from 0, or nothing"),
        ("{steps: ''}", "accepted: integer from 1 to 10"),
        ("{steps: None}", "accepted: integer from 1 to 10"),
        ("{rate: -1}", "accepted: number from 0 to 1"),
        ("{flag: 7}", "accepted: true or false"),
    ):
        assert run(f"train: {text}").output.endswith(f"; {accepted}\n")
    assert "; accepted: integer from 1 to 10" in run("{}", "--steps", "x").output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("train: {stepz: 3}", "unknown key: train.stepz (did you mean train.steps?)"),
        ("trian: {steps: 3}", "unknown key: trian (did you mean train?)"),
        ("3: {steps: 3}", "unknown key: 3"),
        ("train: {null: 3}", "unknown key: train.None"),
        ("train: {steps: 0}", "train.steps: 0 is not in the range 1<=x<=10"),
        ("train: {steps: 1.5}", "train.steps: '1.5' is not a valid integer"),
        ("train: {steps: true}", "train.steps: 'True' is not a valid integer"),
        ("train: {steps: [1, 2]}", "train.steps: [1, 2] is not a single value"),
        ("train: {names: [[1]]}", "train.names: [1] is not a single value"),
        ("train: {rate: fast}", "train.rate: 'fast' is not a valid float range"),
        ("train: {rate: .nan}", "train.rate: nan is not a finite number"),
        ("train: {limit: .inf}", "train.limit: inf is not a finite number"),
        ("train: {mode: faancy}", "train.mode: 'faancy' is not one of 'plain', 'fancy'"),
        ("train: {flag: 7}", "train.flag: '7' is not a valid boolean"),
        ("train: 7", "train: 7 is not a mapping"),
        ("[1, 2]", "params.yaml must map"),
        ("", "params.yaml must map"),
        ("train: {steps: 3", "params.yaml is not valid YAML"),
        ("train: {steps: 3, steps: 4}", "params.yaml is not valid YAML"),
        ("train: !!python/object/apply:os.getcwd []", "params.yaml is not valid YAML"),
        ("train: {steps: 9}", "Error: train.steps: 9 is unlucky"),
        ("train: {steps: 8}", "big.npy: No space left on device"),
        ("train: {steps: 7}", "Error: not enough memory: Unable to allocate 117. GiB"),
    ],
)
def test_bad_values_are_one_clear_line(in_tmp, text, message):
    result = run(text)
    assert result.exit_code != 0
    assert message in result.output
    assert [line for line in result.output.splitlines() if line.startswith("Error")] == [
        result.output.splitlines()[-1]
    ]
    assert isinstance(result.exception, SystemExit)


def test_a_bad_value_on_the_command_line_names_the_option(in_tmp):
    result = run("train: {steps: 3}", "--steps", "0")
    assert result.exit_code == 2
    assert "--steps" in result.output
    assert "params.yaml" not in result.output


def test_missing_and_unreadable_params(in_tmp):
    result = CliRunner().invoke(toy, [])
    assert result.exit_code == 2
    assert "params.yaml is not in this folder" in result.output
    (in_tmp / "params.yaml").write_bytes(b"train: \xff\xfe")
    assert "params.yaml is not valid YAML" in CliRunner().invoke(toy, []).output


def test_help_shows_the_value_in_force_even_when_params_are_broken(in_tmp):
    result = run("train: {steps: 3}", "--help")
    assert "[default: 3; 1<=x<=10]" in " ".join(result.output.split())
    assert "Things:" in result.output
    broken = run("train: {stepz: 3}", "--help")
    assert broken.exit_code == 0
    assert "--steps" in broken.output
    assert "Warning" in broken.output


def test_what_git_has_of_the_outputs_comes_back_where_a_stage_fails(in_tmp):
    """DVC removes them before, whatever goes wrong then: a bad option, too."""
    kept, other = Path("reports/history.csv"), Path("reports/model")

    @stage("train", Things, outputs=(kept, other))
    def failing(**options):
        if options["steps"] == 9:
            raise InputError("9 is unlucky", "steps")
        if options["steps"] == 8:
            raise RuntimeError

    kept.parent.mkdir()
    kept.write_text("1\n")
    for words in (["init", "-q"], ["add", "reports"]):
        subprocess.run(["git", *words], check=True)
    for steps, comes in (("9", True), ("8", True), ("99", True), ("x", True), ("3", False)):
        kept.unlink(missing_ok=True)
        Path("params.yaml").write_text(f"train: {{steps: {steps}}}", encoding="utf-8")
        assert (CliRunner().invoke(failing, []).exit_code != 0) is comes
        assert kept.exists() is comes, steps
        assert not other.exists()
    CliRunner().invoke(failing, ["--help"])
    assert not kept.exists()


def test_sigterm_ends_a_stage_as_ctrl_c_does(in_tmp):
    @stage("train", Things)
    def patient(**_options):
        os.kill(os.getpid(), signal.SIGTERM)
        click.echo("went on")

    Path("params.yaml").write_text("{}", encoding="utf-8")
    before = signal.getsignal(signal.SIGTERM)
    result = CliRunner().invoke(patient, [])
    assert result.output == "Error: stopped; `dvc repro` runs train again\n"
    assert result.exit_code == 1
    assert signal.getsignal(signal.SIGTERM) == before
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        assert CliRunner().invoke(patient, []).output == "went on\n"
    finally:
        signal.signal(signal.SIGTERM, before)


def test_without_git_a_failure_is_still_one_line(in_tmp, monkeypatch):
    monkeypatch.setenv("PATH", "")

    @stage("train", Things, outputs=(Path("gone"),))
    def failing(**_options):
        raise InputError("9 is unlucky", "steps")

    Path("params.yaml").write_text("{}", encoding="utf-8")
    assert CliRunner().invoke(failing, []).output == "Error: train.steps: 9 is unlucky\n"
