"""Several workers on this machine, as several machines would run: one result, one writer."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML

from benchmarks.reliability.cluster import environments

ROOT = Path(__file__).parents[2]
CHOICES = {
    "steps": 40, "n_critic": 1, "batch_size": 6, "latent_dim": 3, "log_every": 1, "candidate_every": 100,
    # rounding is not blown up by Adam where it is large
    "epsilon": 0.1,
    # one graph without branches: each of the five processes traces it anew
    "penalty_every": 1,
}  # fmt: skip


def worker(project, name, **choices):
    """A folder of its own, as on another machine."""
    folder = project / name
    shutil.copytree(project / "data", folder / "data")
    with (folder / "params.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump({"train": {**CHOICES, **choices}}, file)
    return folder


def start(folders, checkpoints):
    processes = []
    for folder, cluster in zip(folders, environments(len(folders)), strict=True):
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "WGAN_CHECKPOINT_DIR": str(checkpoints),
            "WGAN_CHECKPOINT_SECONDS": "0.5",
            **cluster,
        }
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "stages.train"],
                cwd=folder,
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    return processes


def finish(processes):
    errors = [process.communicate(timeout=300)[1] for process in processes]
    return [process.returncode for process in processes], errors


def test_workers_equal_one_process_and_survive_a_kill(project):
    alone = worker(project, "alone")
    workers = [worker(project, f"worker{i}", devices="workers") for i in range(2)]
    processes = start(workers, project / "checkpoints")
    deadline = time.monotonic() + 300
    while not list(project.glob("checkpoints/*/*.npz")) and time.monotonic() < deadline:
        time.sleep(0.02)
    processes[-1].kill()
    codes, errors = finish(processes)
    assert all(codes)
    assert errors[0].splitlines()[-1].startswith("Error: another worker is gone; start all")
    assert list(project.glob("checkpoints/*/*.npz"))
    single = start([alone], project / "alone_checkpoints")
    codes, errors = finish([*single, *start(workers, project / "checkpoints")])
    assert not any(codes), errors
    histories = [pd.read_csv(f / "reports/train/history.csv") for f in (alone, workers[0])]
    assert len(histories[0]) == CHOICES["steps"]
    pd.testing.assert_frame_equal(*histories, atol=1e-3, rtol=0)
    assert {path.name for path in workers[1].iterdir()} == {"data", "params.yaml"}
