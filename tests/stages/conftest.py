"""A project folder with prepared data, small enough to train in a moment."""

import hashlib
import json
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

SIDE = 8
COUNTS = {"train": 20, "validation": 8, "test": 8}
TRAIN = {
    "steps": 2,
    "n_critic": 1,
    "batch_size": 4,
    "latent_dim": 3,
    "log_every": 1,
    "candidate_every": 1,
    "conditional": False,
    "keep": "best",
    "schedule": "constant",
    "penalty_every": 1,
}


@pytest.fixture
def ctrl_c():
    """Ctrl-C as in a terminal: a shell's background jobs ignore it from the start, and go on doing so."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def write_prepared(classes: int) -> None:
    """What prepare writes, of noise."""
    folder = Path("data/prepared")
    rng = np.random.default_rng(0)
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, count in COUNTS.items():
        arrays = {
            "images": rng.uniform(-1, 1, (count, SIDE, SIDE, 1)).astype(np.float32),
            "labels": np.arange(count) % classes if classes else np.full(count, -1),
        }
        for kind, array in arrays.items():
            path = folder / f"{name}_{kind}.npy"
            np.save(path, array)
            files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    account = {
        "name": "noise",
        "classes": [f"class {i}" for i in range(classes)],
        "shape": [SIDE, SIDE, 1],
        "empty_classes": [],
        "unlabelled": [],
        "unlabelled_count": 0,
        "doubles": {"images": 0, "with_another_label": 0, "dropped": False},
        "groups": 0,
        "counts": COUNTS,
        "class_counts": {
            name: np.bincount(np.arange(count) % classes).tolist() if classes else []
            for name, count in COUNTS.items()
        },
        "files": files,
    }
    (folder / "dataset.json").write_text(json.dumps(account), encoding="utf-8")


@pytest.fixture
def project(in_tmp: Path) -> Path:
    """A folder with data/prepared and a small params.yaml, as the working folder."""
    write_prepared(classes=3)
    return in_tmp


@pytest.fixture
def prepared_without_classes(project: Path) -> None:
    """The same images, unlabelled."""
    write_prepared(classes=0)


@pytest.fixture
def run_stage() -> Callable[..., Result]:
    """Run a stage's command in this process, with keywords as its section of params.yaml."""

    def run(stage: str, **changes: object) -> Result:
        import importlib

        values = {**(TRAIN if stage == "train" else {}), **changes}
        with Path("params.yaml").open("w", encoding="utf-8") as file:
            YAML(typ="safe", pure=True).dump({stage: values}, file)
        return CliRunner().invoke(importlib.import_module(f"stages.{stage}").main, [])

    return run
