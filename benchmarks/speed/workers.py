"""What several workers cost on one machine: `python -m benchmarks.speed.workers`.

Two processes on 127.0.0.1 share the default run's batches. They compete for the same cores, so this
measures the overhead of sharing, not a gain in speed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from benchmarks.common import params
from benchmarks.common.context import ROOT
from benchmarks.reliability.cluster import environments


@click.command()
@click.option("--steps", type=click.IntRange(3), default=200, show_default=True)
@click.option("--workers", type=click.IntRange(2), default=2, show_default=True)
def main(steps: int, workers: int) -> None:
    """Train STEPS steps in one process and in several, and compare time and results."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = params.read(ROOT / "params.yaml")
        _write(folder, base)
        _call(["stages.prepare"], [folder])
        seconds, histories = {}, []
        for kind, count in (("one", 1), ("workers", workers)):
            # the start-up, with TensorFlow's import and the tracing, is the difference
            train = {**base["train"], "devices": kind, "keep": "last", "batch_size": 12 * workers}
            times = []
            for length in (2, steps):
                folders = [folder / f"{kind}-{length}-{index}" for index in range(count)]
                for place in folders:
                    place.mkdir()
                    (place / "data").symlink_to(folder / "data")
                    _write(place, {**base, "train": {**train, "steps": length}})
                start = time.monotonic()
                _call(["stages.train"], folders)
                times.append(time.monotonic() - start)
            seconds[kind] = (times[1] - times[0]) / (steps - 2)
            histories.append(pd.read_csv(folders[0] / "reports/train/history.csv"))
        metrics = json.loads((folders[0] / "reports/train/metrics.json").read_text("utf-8"))
        weights = (
            base["train"]["n_critic"] * metrics["critic_parameters"]
            + metrics["generator_parameters"]
        )
        first = np.abs(histories[0].iloc[0] - histories[1].iloc[0]).max()
        click.echo(f"one process            {1000 * seconds['one']:.0f} ms a step")
        click.echo(f"{workers} processes            {1000 * seconds['workers']:.0f} ms a step")
        click.echo(f"gradients              {4 * weights / 1e6:.2f} MB a step and worker")
        click.echo(f"first row differs by   {first:.1e} at most")


def _write(folder: Path, values: dict[str, dict[str, object]]) -> None:
    with (folder / "params.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(values, file)


def _call(command: list[str], folders: list[Path]) -> None:
    """Run a stage in each folder at once, as workers of one cluster if there are several."""
    processes = []
    for folder, cluster in zip(folders, environments(len(folders)), strict=True):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **cluster}
        call = [sys.executable, "-m", *command]
        processes.append(subprocess.Popen(call, cwd=folder, env=environment))
    codes = [process.wait() for process in processes]
    if any(codes):
        raise click.ClickException(f"{command} failed")


if __name__ == "__main__":
    main()
