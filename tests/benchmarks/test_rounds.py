"""Contenders in turn, and commands measured."""

import subprocess
import sys
import time
from functools import partial

import pytest

from benchmarks.common.rounds import measure
from benchmarks.speed.workspace import Command


def clocks(*names):
    return dict.fromkeys(names, time.monotonic)


def broken():
    def fail():
        raise ValueError("no luck")

    return {"broken": fail}


def hungry():
    kept = bytearray(300_000_000)
    return {"hungry": lambda: float(len(kept))}


def test_all_are_measured_in_turn():
    results = measure([partial(clocks, "a", "b"), partial(clocks, "c")], rounds=3)
    assert [len(found.values) for found in results.values()] == [3, 3, 3]
    times = [(moment, name) for name, found in results.items() for moment in found.values]
    assert "".join(name for _, name in sorted(times)) == "abcbcacab"
    assert results["a"].median == results["a"].values[1]


def test_a_failure_comes_with_its_reason():
    with pytest.raises(RuntimeError, match="no luck"):
        measure([broken], rounds=1)


def test_memory_is_that_of_the_process():
    results = measure([hungry, partial(clocks, "modest")], rounds=1)
    assert results["hungry"].megabytes - results["modest"].megabytes == pytest.approx(286, abs=20)


def test_a_command_says_what_it_took(tmp_path):
    code = "import time; b = bytearray(400_000_000); time.sleep(0.2)"
    # from a process as small as the benchmark's own
    measuring = (
        "import sys\n"
        "from pathlib import Path\n"
        "from benchmarks.speed.workspace import Command\n"
        f"print(*Command([sys.executable, '-c', {code!r}], Path(sys.argv[1])).run())"
    )
    words = [sys.executable, "-c", measuring, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds > 0.2
    assert 381 < megabytes < 450


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(RuntimeError, match="no luck"):
        Command([sys.executable, "-c", "raise SystemExit('no luck')"], tmp_path).run()
