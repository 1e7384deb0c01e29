"""A copy of the project in which the default pipeline has run, and what its stages took."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.common.context import ROOT, Context
from benchmarks.common.rounds import Result

STAGES = ("prepare", "train", "sample", "evaluate")
QUICK_STEPS = 100


@dataclass(frozen=True)
class Command:
    """A program, and the folder it runs in."""

    words: Sequence[str]
    folder: Path

    def run(self) -> tuple[float, float]:
        """Seconds, and the peak resident memory in MB of the process and those it waited for.

        The kernel counts this process's own peak, too, from before the program's start: so nothing
        large is imported or held here, and a smaller program can't be measured.

        Raises RuntimeError with what it wrote if it fails.
        """
        start = time.perf_counter()
        with (self.folder / ".written").open("w+") as written:
            process = subprocess.Popen(
                self.words, cwd=self.folder, stdout=written, stderr=subprocess.STDOUT
            )
            _, status, usage = os.wait4(process.pid, 0)
            # so that nobody waits for it again
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - start
            if process.returncode:
                written.seek(0)
                raise RuntimeError(f"{' '.join(self.words)}: {written.read()}")
        return seconds, usage.ru_maxrss / 1024


def in_turn(commands: Mapping[str, Command], rounds: int) -> dict[str, Result]:
    """Run all commands `rounds` times in turn, after once for warming up."""
    for command in commands.values():
        command.run()
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(command.run())
    return {
        name: Result([seconds for seconds, _ in found], max(peak for _, peak in found))
        for name, found in runs.items()
    }


@dataclass(frozen=True)
class Workspace:
    """The copy's folder, and seconds and megabytes of each stage's run."""

    folder: Path
    spent: Mapping[str, tuple[float, float]]

    def stage(self, name: str, *options: str) -> Command:
        """A stage, to be run again."""
        return Command([sys.executable, "-m", f"stages.{name}", *options], self.folder)

    def dvc(self, *options: str) -> Command:
        """DVC in this folder."""
        return dvc(self.folder, *options)


def dvc(folder: Path, *options: str) -> Command:
    """DVC in a folder."""
    return Command([sys.executable, "-m", "dvc", *options], folder)


@cache
def default_run(context: Context) -> Workspace:
    """Copy what git would take from here, and run the default's stages; a few steps if quick."""
    folder = context.folder / "default"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    repository(folder)
    spent: dict[str, tuple[float, float]] = {}
    workspace = Workspace(folder, spent)
    few = ["--steps", str(QUICK_STEPS), "--log-every", "1"] if context.quick else []
    for name in STAGES:
        spent[name] = workspace.stage(name, *(few if name == "train" else [])).run()
    return workspace


def repository(folder: Path) -> None:
    """Make a folder a git repository, as DVC wants it."""
    folder.mkdir(exist_ok=True)
    Command(["git", "init", "-q"], folder).run()
