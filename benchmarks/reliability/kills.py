"""Kill stages at random moments, run them again, compare bytes: `python -m benchmarks.reliability.kills`.

Each stage runs in a process of its own, forked from one that has TensorFlow imported, so that a kill
costs seconds. Like DVC, the harness removes a stage's outputs before it starts. The small networks
train without graphs; the code that is killed is the stages' own.
"""

import hashlib
import importlib
import json
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
import numpy as np
from PIL import Image
from ruamel.yaml import YAML

PARAMS = {
    "prepare": {"dataset": "folder", "path": "images", "image_size": 8},
    "train": {
        "steps": 12,
        "n_critic": 1,
        "batch_size": 4,
        "latent_dim": 3,
        "log_every": 1,
        "candidate_every": 4,
    },
    "sample": {"count": 20},
    "evaluate": {"images": 8, "pairs": 2},
}
OUTPUTS = {
    "prepare": ["data/prepared"],
    "train": ["models", "reports/train"],
    "sample": ["samples"],
    "evaluate": ["reports/evaluate", "reports/report.html"],
}
KILLED_BY_US = -signal.SIGKILL


@click.command()
@click.option("--kills", type=click.IntRange(1), default=200, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill KILLS times; fail at the first byte that differs."""
    _import_once()
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["WGAN_CHECKPOINT_SECONDS"] = "0"  # so that many kills hit the writing of one
        _write_project()
        times = {stage: _finish(stage) for stage in OUTPUTS}
        expected = _hashes()
        while sum(counts.values()) < kills:
            shutil.rmtree(".checkpoints", ignore_errors=True)
            for stage in OUTPUTS:
                counts[stage] += _until_done(stage, times[stage], rng)
            if _hashes() != expected:
                raise click.ClickException(f"after {dict(counts)} kills: bytes differ")
            click.echo(json.dumps({"kills": dict(counts), "leftovers": _leftovers()}))


def _import_once() -> None:
    """All that the stages import inside their functions: seconds that each fork would take anew."""
    for name in (
        "tensorflow",
        "wgan.data.prepare",
        "wgan.gan.run",
        "wgan.gan.loop",
        "wgan.gan.sampling",
        "wgan.evaluation.evidence",
        "wgan.report.contents",
        *(f"stages.{stage}" for stage in OUTPUTS),
    ):
        importlib.import_module(name)


def _until_done(stage: str, seconds: float, rng: random.Random) -> int:
    """Run the stage, killed at random moments, until it is done; how often it was killed."""
    killed, latest = 0, 0.7 * seconds
    while _run(stage, rng.uniform(0.02, latest)) == KILLED_BY_US:
        killed += 1
        latest *= 1.1  # so that it comes to an end, however busy the machine becomes
    return killed


def _finish(stage: str) -> float:
    start = time.monotonic()
    if _run(stage, None):
        raise click.ClickException(f"{stage} fails by itself")
    return time.monotonic() - start


def _run(stage: str, kill_after: float | None) -> int:
    """Exit code of the stage, negative for a signal."""
    for output in OUTPUTS[stage]:
        path = Path(output)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        _stage(stage)
    if kill_after is not None:
        deadline = time.monotonic() + kill_after
        while time.monotonic() < deadline:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _stage(name: str) -> None:
    """In the child: the stage, then the end, without the parent's clean-up."""
    code = 1
    try:
        if name in {"train", "sample"}:
            import tensorflow as tf

            tf.config.run_functions_eagerly(run_eagerly=True)
        with Path(f"{name}.log").open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
            importlib.import_module(f"stages.{name}").main(args=[], standalone_mode=False)
        code = 0
    finally:
        os._exit(code)


def _write_project() -> None:
    rng = np.random.default_rng(0)
    Path("images").mkdir()
    for index in range(60):
        image = Image.fromarray(rng.integers(0, 256, (8, 8), np.uint8))
        image.save(f"images/{index:02}.png")
    with Path("params.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(PARAMS, file)


def _hashes() -> dict[str, str]:
    """Of every file that the stages wrote; hidden ones, too, so that leftovers show."""
    roots = [Path(output) for outputs in OUTPUTS.values() for output in outputs]
    files = (path for root in roots for path in ([root] if root.is_file() else root.rglob("*")))
    return {
        path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }


def _leftovers() -> int:
    return sum(1 for _ in Path().rglob(".*.partial"))


if __name__ == "__main__":
    main()
