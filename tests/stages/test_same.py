"""The line at the end of a run: whether the outputs are those of git, and if not, why."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from stages.support import same

LOCK = "stages:\n  train:\n    cmd: x\n    outs:\n{}"
OUT = "    - path: {}\n      hash: md5\n      md5: {}\n"
FOLDER = OUT.format("progress", "1234.dir")


def git(*words):
    identity = ("-c", "user.name=t", "-c", "user.email=t@t")
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


def write_lock(content=b"weights", folder=FOLDER):
    md5 = hashlib.md5(content).hexdigest()
    Path("dvc.lock").write_text(LOCK.format(OUT.format("model", md5) + folder))


@pytest.fixture
def committed(in_tmp):
    """A repository with a lock, a model as it says, and a folder that DVC noted."""
    Path("params.yaml").write_text("train:\n  portable: true # a word\n")
    Path("model").write_bytes(b"weights")
    Path("progress").mkdir()
    write_lock()
    git("init", "-q")
    git("add", "params.yaml", "dvc.lock")
    git("commit", "-qm", "a")


def test_without_git_or_a_lock_there_is_nothing_to_say(in_tmp, monkeypatch):
    assert same.compared() is None
    git("init", "-q")
    assert same.compared() is None
    Path("dvc.lock").write_text("stages: [1]")
    git("add", "dvc.lock")
    git("commit", "-qm", "no lock at all")
    assert same.compared() is None
    monkeypatch.setenv("PATH", "")
    assert same.compared() is None


def test_the_same(committed):
    assert same.compared() == "outputs: those that git has"


def why(line):
    assert line.startswith("outputs: not those that git has (model): ")
    return line.partition("): ")[2]


def test_others_and_why(committed, monkeypatch):
    Path("model").write_bytes(b"others")
    assert why(same.compared()).startswith("a GPU, other images, or a processor")
    monkeypatch.setattr(same, "has_avx2", lambda: False)
    assert why(same.compared()) == "this processor has no AVX2"
    Path("params.yaml").write_text("train:\n  portable: false\n")
    git("commit", "-qam", "b")
    assert why(same.compared()) == "train.portable is false"
    Path("requirements.lock").write_text("numpy==1.0 \\\n    --hash=sha256:0\nscipy==1\n")
    monkeypatch.setattr(same, "version", lambda name: {"numpy": "1.0", "scipy": "2"}[name])
    monkeypatch.setattr(same, "COMPUTING", ("numpy", "scipy"))
    assert why(same.compared()) == "scipy is 2, requirements.lock has 1"
    Path("params.yaml").write_text("train:\n  steps: 1\n")
    assert why(same.compared()) == "params.yaml is not as git has it"


def test_options_by_hand_are_a_reason(committed, monkeypatch):
    Path("model").write_bytes(b"others")
    monkeypatch.setattr(same, "values_typed", lambda: {"sample": {"count": 5}, "evaluate": {}})
    assert why(same.compared()) == "evaluate, sample ran with options given by hand"


def test_what_git_does_not_keep_is_told_by_its_hash(committed):
    deps = "    deps:\n" + OUT.format("models/start", "1.dir") + OUT.format("model", "2")
    text = Path("dvc.lock").read_text()
    Path("dvc.lock").write_text(text + deps)
    git("commit", "-qam", "deps")
    Path("model").write_bytes(b"others")
    assert why(same.compared()).startswith("a GPU, other images")
    # an output that another stage reads is no reason
    changed = deps.replace("1.dir", "3.dir").replace("md5: 2\n", "md5: 4\n")
    Path("dvc.lock").write_text(text + changed)
    assert why(same.compared()) == "models/start is not as git's dvc.lock has it"


def test_folders_and_missing_files_count(committed):
    write_lock(folder=OUT.format("progress", "5678.dir"))
    assert same.compared().startswith("outputs: not those that git has (progress): ")
    Path("model").unlink()
    write_lock(content=b"others")
    assert same.compared().startswith("outputs: not those that git has (model): ")
    Path("dvc.lock").unlink()
    assert "(model and 1 more)" in same.compared()


def test_code_that_changed_after_the_lock_is_named(committed):
    deps = "    deps:\n" + OUT.format("wgan/x.py", "1")
    Path("dvc.lock").write_text(Path("dvc.lock").read_text() + deps)
    git("commit", "-qam", "deps")
    Path("wgan").mkdir()
    Path("wgan/x.py").write_text("1")
    Path("model").write_bytes(b"others")
    assert why(same.compared()) == "wgan/x.py is not as git has it"
    Path("wgan/a.py").write_text("no dependency")
    git("add", "wgan")
    git("commit", "-qm", "code")
    assert why(same.compared()) == "wgan/x.py was changed after git's dvc.lock"
    Path("data").mkdir()
    Path("data/photos.zip").write_bytes(b"")
    assert why(same.compared()) == "wgan/x.py was changed after git's dvc.lock"


def test_an_output_was_made_with_what_the_lock_notes_unless_it_is_another(committed):
    text = (
        Path("dvc.lock").read_text()
        + "    params:\n      params.yaml:\n        train:\n          steps: 7\n"
    )
    Path("dvc.lock").write_text(text)
    Path("params.yaml").write_text("train:\n  steps: 9\n")
    assert same.made_with(Path("model")) == {"train": {"steps": 7}}
    Path("model").write_bytes(b"by hand")
    assert same.made_with(Path("model")) == {"train": {"steps": 9}}
    Path("model").unlink()
    assert same.made_with(Path("model")) is None
