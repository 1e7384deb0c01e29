"""The command itself: help without waiting, a place for every section."""

import importlib.util
import subprocess
import sys

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import PAGE, SECTIONS, main
from benchmarks.common.tables import replaced


def test_help_names_the_options():
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for word in ("--rounds", "--only", "--quick", *SECTIONS):
        assert word in result.output


def test_help_needs_nothing_slow():
    code = (
        "import sys, benchmarks.__main__\n"
        "print({'tensorflow', 'keras', 'numpy', 'torch', 'sklearn'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_has_its_module_and_its_place(name):
    assert importlib.util.find_spec(f"benchmarks.speed.{name}")
    assert "new table" in replaced(PAGE.read_text(encoding="utf-8"), name, "new table")
