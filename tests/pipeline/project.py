"""Clones of this project with a run of a few steps, and commands in them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FEW = {"steps": 4, "n_critic": 1, "batch_size": 8, "log_every": 1, "candidate_every": 2}
SAMPLES = {"count": 40}
QUICK = {"planted": 0.5, "calibration": 400}
"""Few rounds of planting, which few samples would make many."""
IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@t")


ANOTHER = {
    "TF_NUM_INTRAOP_THREADS": "4", "TF_NUM_INTEROP_THREADS": "1", "TF_ENABLE_ONEDNN_OPTS": "0",
    "ONEDNN_MAX_CPU_ISA": "SSE41", "OPENBLAS_NUM_THREADS": "2", "OPENBLAS_CORETYPE": "Sandybridge",
}  # fmt: skip
"""What TensorFlow and BLAS would find on another machine, one core apart."""


def on_another_machine():
    """Commands that run as if there were one core, and other instructions and numbers of threads."""
    one = f"import os, sys; os.sched_setaffinity(0, {{{min(os.sched_getaffinity(0))}}}); "
    return (sys.executable, "-c", one + "os.execvp(sys.argv[1], sys.argv[1:])")


def sh(folder, *command, **environment):
    """Run a command as an activated environment would; gives stdout and stderr."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def clone(folder):
    """A fresh clone of what git would take from here, with a run of a few steps."""
    listed = sh(ROOT, "git", "ls-files", "--cached", "--others", "--exclude-standard")
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / "dvc.lock").unlink(missing_ok=True)
    yaml = YAML()
    params = yaml.load(folder / "params.yaml")
    params["train"].update(FEW)
    params["sample"].update(SAMPLES)
    params["evaluate"].update(QUICK)
    yaml.dump(params, folder / "params.yaml")
    sh(folder, "git", "init", "-q")
    sh(folder, "git", "add", ".")
    sh(folder, "git", *IDENTITY, "commit", "-qm", "start")
    return folder
