import errno
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from stages.support.outputs import replacing, write_json


def test_outputs_appear_together_and_replace_old_ones(in_tmp):
    file, folder = in_tmp / "a/file.txt", in_tmp / "b/folder"
    folder.mkdir(parents=True)
    (folder / "old").touch()
    with replacing(file, folder) as partial:
        partial_file, partial_folder = partial[file], partial[folder]
        partial_file.write_text("new")
        partial_folder.mkdir()
        (partial_folder / "new").touch()
        assert not file.exists()
        assert (folder / "old").exists()
    assert file.read_text() == "new"
    assert [path.name for path in folder.iterdir()] == ["new"]
    assert {path.name for path in in_tmp.rglob("*")} == {"a", "file.txt", "b", "folder", "new"}


def test_after_an_error_the_old_stands_and_nothing_hidden_is_left(in_tmp):
    file = in_tmp / "file.txt"
    file.write_text("old")
    other = in_tmp / "other"
    with pytest.raises(RuntimeError), replacing(file, other) as partial:
        partial[file].write_text("half")
        partial[other].mkdir()
        raise RuntimeError
    assert file.read_text() == "old"
    assert [path.name for path in in_tmp.iterdir()] == ["file.txt"]


def numpy_on_a_full_disk(_partials):
    np.zeros(1 << 20).tofile("/dev/full")


def python_on_a_full_disk(_partials):
    Path("/dev/full").write_text("x")


def a_file_that_vanished(_partials):
    Path("vanished").read_text()


@pytest.mark.parametrize(
    ("write", "number", "where"),
    [
        (numpy_on_a_full_disk, None, "a, b"),
        (python_on_a_full_disk, errno.ENOSPC, "a, b"),
        (a_file_that_vanished, errno.ENOENT, "vanished"),
    ],
)
def test_an_error_of_the_disk_names_a_place(in_tmp, write, number, where):
    outputs = (Path("b/file.txt"), Path("a/one"), Path("a/two"))
    with pytest.raises(OSError, match=r".") as caught, replacing(*outputs) as partials:
        write(partials)
    assert caught.value.filename == where
    assert caught.value.strerror
    assert number in (None, caught.value.errno)


def test_leftovers_of_a_killed_run_go_those_of_a_living_one_stay(in_tmp):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for owner in (dead.pid, os.getpid(), os.getppid()):
        (in_tmp / f".folder.{owner}.partial").mkdir()
        (in_tmp / f".folder.{owner}.partial/stale").touch()
    with replacing(in_tmp / "folder") as partial:
        partial[in_tmp / "folder"].mkdir()
    assert not list((in_tmp / "folder").iterdir())
    left = {path.name for path in in_tmp.iterdir()}
    assert left == {"folder", f".folder.{os.getppid()}.partial"}


def test_json_has_no_nan(in_tmp):
    write_json(in_tmp / "x.json", {"a": math.nan, "b": [1.5, -math.inf], "é": (1, None)})
    text = (in_tmp / "x.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"a": None, "b": [1.5, None], "é": [1, None]}
    assert "é" in text
