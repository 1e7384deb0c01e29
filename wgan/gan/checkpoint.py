"""Checkpoints on disk: atomic, bounded in number, the newest good one wins.

They are no outputs. A checkpoint of an unfinished run lets it go on; that of a finished run serves
a longer one alone, so that training again really trains again.
"""

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from wgan.errors import DAMAGED, InputError, writing

State = dict[str, npt.NDArray[Any]]

KEPT = 2
"""Checkpoints of an unfinished run: the newest, and the one before should it be damaged. Of a longer one that
shares the folder, the newest stays as well."""
RUNS = 10
"""Runs that have checkpoints; those used longest ago make room."""
LARGEST = 10 * 2**30
"""Bytes of all checkpoints together, but for the newest run, which always stays."""
FINISHED = ".finished"
NAMES = "names of all arrays"
"""An array that tells whether one is missing."""
COST = 0.01
"""Share of the time, at most, that checkpoints take in the long run."""
_KEY = re.compile("[0-9a-f]{32}")
"""What `run_key` gives: a folder of another name is not ours."""


def run_key(**shapes: Any) -> str:
    """Name the folder of a run by a hash of all that shapes it; values must be JSON's."""
    text = json.dumps(shapes, sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Checkpoints:
    """The checkpoints of one run, in `root / key`; `key` is what `run_key` gives."""

    def __init__(
        self,
        root: Path,
        key: str,
        interval: float,
        warn: Callable[[str], None],
        writes: bool = True,
    ) -> None:
        """At most `interval` seconds of work are lost; `warn` is told of damaged files.

        More where saving is so slow that it would take more than COST; 0 saves after every step.
        Of several workers only one `writes`; the others go on from what it wrote.
        """
        self.folder = root / key
        self.interval = interval
        self.warn = warn
        self.writes = writes
        self._saved = time.monotonic()
        self._wait = interval

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the run to this process. Raises InputError if another one is at it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / ".lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise InputError(
                "the same training, but perhaps for its number of steps, is under way in another process "
                f"({lock.lock_file})"
            ) from None
        try:
            _make_room(self.folder.parent)
            yield
        finally:
            lock.release()

    def newest(self, steps: int) -> State | None:
        """The state to go on from in a run of `steps`, or None to start from scratch."""
        usable = [
            (step, finished, path)
            for step, finished, path in self._found()
            if step < steps or (step == steps and not finished)
        ]
        for _, _, path in sorted(usable, reverse=True):
            try:
                # opened here, for NumPy leaves a damaged file open
                with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                    return {name: arrays[name] for name in arrays[NAMES].tolist()}
            except DAMAGED as error:
                self.warn(f"{path} is damaged ({error}); looking for one before it")
        if usable:
            self.warn("no checkpoint is left that can be read; training starts from scratch")
        return None

    def save_if_due(self, step: int, capture: Callable[[], State]) -> None:
        """Save if the last save is long enough ago."""
        start = time.monotonic()
        if self.writes and start - self._saved >= self._wait:
            self.save(step, capture())
            if self.interval:
                self._wait = max(self.interval, (time.monotonic() - start) / COST)

    def save(self, step: int, state: State) -> None:
        """Write the checkpoint of `step` under a hidden name, then move it into place."""
        if not self.writes:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        final = self.folder / f"{step}.npz"
        partial = self.folder / f".{step}.{os.getpid()}.partial"
        try:
            with writing(final), partial.open("wb") as file:
                np.savez(file, **{NAMES: np.array(list(state)), **state})  # type: ignore[arg-type]
                file.flush()
                os.fsync(file.fileno())
            partial.replace(final)
        finally:
            partial.unlink(missing_ok=True)
        self._keep(step, KEPT)
        self._saved = time.monotonic()

    def finish(self, step: int) -> None:
        """Mark the run as finished at `step`; of its checkpoints only that one stays."""
        last = self.folder / f"{step}.npz"
        # anyone may have deleted them: the run is at its end without
        with suppress(FileNotFoundError):
            last.replace(last.with_name(f"{step}{FINISHED}.npz"))
        self._keep(step, 1)
        for leftover in self.folder.glob(".*.partial"):
            leftover.unlink(missing_ok=True)
        _make_room(self.folder.parent)

    def _keep(self, step: int, count: int) -> None:
        """Remove all but the `count` newest up to `step`, and the newest beyond, of a longer run of this key."""
        found = sorted(self._found())
        before = [each for each in found if each[0] <= step]
        beyond = found[len(before) :]
        for _, _, path in (*before[:-count], *beyond[:-1]):
            path.unlink(missing_ok=True)

    def _found(self) -> list[tuple[int, bool, Path]]:
        found = []
        for path in self.folder.glob("*.npz"):
            step, _, mark = path.stem.partition(".")
            if step.isdigit():
                found.append((int(step), bool(mark), path))
        return found


def _make_room(root: Path) -> None:
    """Remove the runs used longest ago, but for those under way in other processes."""
    total = 0
    if not root.is_dir():
        return
    runs = [
        (size, run) for run in root.iterdir() if _KEY.fullmatch(run.name) and (size := _used(run))
    ]
    for age, ((_, occupied), run) in enumerate(sorted(runs, reverse=True)):
        total += occupied
        if age and (age >= RUNS or total > LARGEST):
            with suppress(Timeout, OSError), FileLock(run / ".lock", blocking=False):
                shutil.rmtree(run, ignore_errors=True)


def _used(run: Path) -> tuple[float, int] | None:
    """When a run's folder changed last, and its bytes; None if it is none, or goes meanwhile."""
    try:
        return run.stat().st_mtime, sum(path.stat().st_size for path in run.iterdir())
    except OSError:
        return None
