"""What makes two runs the same: only then one goes on from the other's checkpoints."""

import shutil
from pathlib import Path

import pytest

import wgan
from stages.support.checkpoints import TRAINING, run_checkpoints

OPTIONS = {"schedule": "constant", "steps": 10, "seed": 0, "start_from": Path("models/start")}
ACCOUNT = {"files": {"train_images.npy": "1234"}}


def folder(options=OPTIONS, account=ACCOUNT, machine="by 2 threads") -> str:
    return run_checkpoints(options, account, machine, writes=False).folder.name


@pytest.fixture
def code(in_tmp, monkeypatch) -> Path:
    """The package's code as files that a test may change."""
    package = Path(wgan.__file__).parent
    copy = in_tmp / "wgan"
    shutil.copytree(package / "gan", copy / "gan")
    for name in ("__init__.py", "history.py", "images.py", "transport.py"):
        shutil.copy(package / name, copy)
    monkeypatch.setattr(wgan, "__file__", str(copy / "__init__.py"))
    return copy


def test_longer_runs_are_the_same_unless_rates_depend_on_the_length(code):
    assert folder() == folder()
    assert folder() == folder(OPTIONS | {"steps": 20})
    falling = OPTIONS | {"schedule": "linear"}
    assert folder(falling) != folder(falling | {"steps": 20})


def test_other_options_images_machines_code_and_libraries_are_another_run(code, monkeypatch):
    names = [folder(), folder(OPTIONS | {"seed": 1})]
    names.append(folder(account={"files": {"train_images.npy": "5678"}}))
    names.append(folder(machine="by a GPU"))
    for part in ("gan/losses.py", "gan/networks/pairs/compact.py", "transport.py"):
        with (code / part).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        names.append(folder())
    for changed in TRAINING:
        monkeypatch.setattr(
            "stages.support.checkpoints.version", lambda name, other=changed: str(name == other)
        )
        names.append(folder())
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("given", [None, ""])
def test_without_a_folder_of_ones_own_they_are_in_the_project(in_tmp, monkeypatch, given):
    """An empty variable names none: it must not be the project itself."""
    monkeypatch.delenv("WGAN_CHECKPOINT_DIR", raising=False)
    if given is not None:
        monkeypatch.setenv("WGAN_CHECKPOINT_DIR", given)
    root = run_checkpoints(OPTIONS, ACCOUNT, "by 2 threads", writes=False).folder.parent
    assert root == Path(".checkpoints")
