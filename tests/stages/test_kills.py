"""Stages that are killed at random moments and run again leave the same bytes."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_random_kills_change_no_byte():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reliability.kills", "--kills", "5", "--seed", "3"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    last = json.loads(done.stdout.splitlines()[-1])
    assert sum(last["kills"].values()) >= 5
    assert last["leftovers"] == 0
