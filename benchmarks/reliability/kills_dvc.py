"""Kill `dvc repro` with all it started, run it again, compare: `python -m benchmarks.reliability.kills_dvc`.

As benchmarks.reliability.kills, but nothing is left out: DVC, the stages as it starts them, TensorFlow's graphs. So
a kill costs seconds.
"""

import json
import os
import random
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from benchmarks.common.context import ROOT
from benchmarks.common.params import write_changed

CHANGES: dict[str, dict[str, Any]] = {
    "train": {"steps": 30, "batch_size": 8, "log_every": 5, "candidate_every": 10},
    "sample": {"count": 100},
    "evaluate": {"images": 100},
}


@click.command()
@click.option("--kills", type=click.IntRange(1), default=20, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill KILLS times; fail where dvc.lock comes out different."""
    rng = random.Random(seed)
    killed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "project"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        write_changed(folder / "params.yaml", folder / "params.yaml", CHANGES)
        start = time.monotonic()
        _repro(folder, None)
        seconds = time.monotonic() - start
        expected = (folder / "dvc.lock").read_bytes()
        while killed < kills:
            # everything anew: outputs, lock and checkpoints go
            subprocess.run(["git", "clean", "-fdxq", "-e", ".venv"], cwd=folder, check=True)
            (folder / "dvc.lock").unlink()
            in_round = 0
            while not _repro(folder, rng.uniform(1, 0.8 * seconds)):
                in_round += 1
            killed += in_round
            same = (folder / "dvc.lock").read_bytes() == expected
            left = sum(1 for _ in folder.rglob(".*.partial"))
            click.echo(json.dumps({"kills": in_round, "same": same, "leftovers": left}))
            if not same:
                raise click.ClickException(f"after {killed} kills dvc.lock differs")


def _repro(folder: Path, kill_after: float | None) -> bool:
    """Run `dvc repro`, killed after so many seconds; whether it came to its end."""
    environment = {**os.environ, "WGAN_CHECKPOINT_SECONDS": "0"}
    process = subprocess.Popen(
        ["dvc", "repro", "--no-run-cache"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        errors = process.communicate(timeout=kill_after)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    if process.returncode:
        raise click.ClickException(f"dvc repro fails by itself: {errors[-2000:]}")
    return True


if __name__ == "__main__":
    main()
