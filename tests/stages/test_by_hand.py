"""Options typed in a command, and a stage that is stopped: what they leave of the outputs."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from stages.support.by_hand import NOTE, in_force
from stages.support.command import stage
from stages.support.outputs import replacing
from stages.support.params import read_params
from stages.support.paths import BY_HAND
from wgan.options import Integer, Number, option

ROOT = Path(__file__).parents[2]
OUT = Path("out/a.txt")


@dataclass(frozen=True)
class Things:
    count: int = option(5, Integer(0, 10), "How many.", "Things")
    rate: float | None = option(None, Number(0), "How fast.", "Things")


@stage("sample", Things, outputs=(OUT,), by_hand=[click.Option(["--png"], is_flag=True)])
def toy(count, rate, png):
    """Write the number, or be stopped."""
    with replacing(OUT) as partial:
        partial[OUT].write_text(str(count))
        if count == 9:
            os.kill(os.getpid(), signal.SIGINT)


@stage("evaluate")
def page():
    """Show the values in force."""
    click.echo(repr(in_force(read_params())["sample"]))


@pytest.fixture(autouse=True)
def params(in_tmp):
    Path("params.yaml").write_text("sample: {count: 3}")


def run(command, *args):
    return CliRunner().invoke(command, list(args))


def test_options_by_hand_are_told_of_and_remembered():
    assert run(toy).output == ""
    assert run(page).output == "{'count': 3}\n"
    assert run(toy, "--count", "4", "--png").output == f"{NOTE}\n"
    assert len(NOTE) <= 80
    assert run(page).output == "{'count': 4, 'rate': None}\n"
    run(toy)
    assert run(page).output == "{'count': 3}\n"


def test_a_run_shows_its_own_values_not_those_that_made_what_it_replaces():
    @stage("sample", Things)
    def telling(count, rate):
        with replacing(OUT) as partial:
            partial[OUT].write_text("")
            click.echo(repr(in_force(read_params())["sample"]))

    assert run(telling, "--count", "4").stdout == "{'count': 4, 'rate': None}\n"
    assert run(telling).stdout == "{'count': 3}\n"


def test_what_dvc_brought_since_is_not_by_hand():
    run(toy, "--count", "4")
    OUT.unlink()
    OUT.write_text("3")
    assert run(page).output == "{'count': 3}\n"


def test_a_record_cut_short_is_none():
    run(toy, "--count", "4")
    (record,) = BY_HAND.glob("*.json")
    record.write_text("")
    assert run(page).output == "{'count': 3}\n"


def test_files_that_no_option_shapes_leave_the_record():
    @click.command(name="toy")
    @click.option("--count", default=3)
    def look(count):
        with replacing(Path("seen"), recorded=False) as partial:
            partial[Path("seen")].write_text(str(count))

    run(toy, "--count", "4")
    run(look, "--count", "9")
    assert run(page).output == "{'count': 4, 'rate': None}\n"
    run(look)
    assert run(page).output == "{'count': 4, 'rate': None}\n"


def test_out_leaves_the_pipeline_alone():
    run(toy)
    assert run(toy, "--count", "4", "--out", "trial").output == ""
    assert OUT.read_text() == "3"
    assert ("trial" / OUT).read_text() == "4"
    assert run(page).output == "{'count': 3}\n"


def test_a_stopped_stage_leaves_what_git_has(ctrl_c):
    def git(*args):
        return subprocess.run(["git", *args], check=True, capture_output=True, text=True).stdout

    run(toy)
    git("init", "-q")
    git("add", "out")
    OUT.unlink()  # as DVC does before a stage
    result = run(toy, "--count", "9")
    assert result.output == f"{NOTE}\nError: stopped; `dvc repro` runs sample again\n"
    assert OUT.read_text() == "3"
    assert [path.name for path in OUT.parent.iterdir()] == [OUT.name]


@pytest.mark.parametrize("swallowed", [False, True])
def test_a_stopped_import_of_tensorflow_says_nothing(in_tmp, swallowed):
    noise = "import os, signal; os.write(2, b'noise'); os.kill(os.getpid(), signal.SIGINT)"
    if swallowed:
        noise = f"try: exec({noise!r})\nexcept BaseException: raise ImportError('numpy')"
    Path("tensorflow.py").write_text(noise)
    # a suite in the background has Ctrl-C ignored
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "from stages.support.tensorflow import import_quietly\ntry: import_quietly()\n"
    code += "except KeyboardInterrupt: print('stopped')"
    path = os.pathsep.join([str(in_tmp), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("stopped\n", "")


@pytest.mark.parametrize("folder", [".", "./", "{here}"])
def test_the_project_itself_is_no_folder_elsewhere(folder):
    result = run(toy, "--count", "4", "--out", folder.format(here=Path.cwd()))
    assert NOTE in result.output
    assert OUT.read_text() == "4"
    assert "4" in run(page).output
