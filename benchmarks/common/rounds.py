"""Contenders in turn: what drifts with the machine's load then hits all of them alike."""

import multiprocessing
import os
import statistics
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tqdm import tqdm

Work = Callable[[], float]
"""Does it once and returns the measurement."""
Factory = Callable[[], Mapping[str, Work]]
"""Prepares contenders, by name, and warms them up. Sent to a new process: a function of a module,
or a `functools.partial` of one."""


@dataclass(frozen=True)
class Result:
    """The measurements of one contender, one per round."""

    values: list[float]
    megabytes: float
    """Peak resident memory of its process, from its start on."""

    @property
    def median(self) -> float:
        """The middle measurement."""
        return statistics.median(self.values)


def measure(factories: Sequence[Factory], rounds: int) -> dict[str, Result]:
    """Measure all contenders `rounds` times in turn, each factory in a process of its own.

    Idle processes wait for a message and take no processor time. Raises RuntimeError with the
    process's own words if one fails.
    """
    with ExitStack() as stack:
        workers = []
        # no terminal, no bar
        bar = stack.enter_context(tqdm(total=len(factories), disable=None, leave=False))
        for factory in factories:
            worker = _Worker(factory)
            stack.callback(worker.close)
            worker.warm_up()
            workers.append(worker)
            bar.update()
        values: dict[str, list[float]] = {n: [] for worker in workers for n in worker.contenders}
        bar.reset(total=rounds * len(values))
        megabytes: dict[str, float] = {}
        turns = [(worker, name) for worker in workers for name in worker.contenders]
        for index in range(rounds):
            # another one begins each round: what runs after heavy work finds a slower machine
            first = index * len(turns) // rounds
            for worker, name in turns[first:] + turns[:first]:
                value, megabytes[name] = worker.ask(name)
                values[name].append(value)
                bar.update()
    return {name: Result(values[name], megabytes[name]) for name in values}


class _Worker:
    def __init__(self, factory: Factory) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, end = context.Pipe()
        self._process = context.Process(target=_serve, args=(factory, end), daemon=True)
        self._process.start()
        end.close()

    def warm_up(self) -> None:
        """Wait until the contenders are ready."""
        self.contenders: tuple[str, ...] = self._answer()

    def ask(self, name: str) -> tuple[float, float]:
        """One measurement, and the peak memory so far."""
        self._pipe.send(name)
        value, megabytes = self._answer()
        return value, megabytes

    def _answer(self) -> tuple[Any, ...]:
        try:
            answer: tuple[Any, ...] | str = self._pipe.recv()
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            raise RuntimeError(f"a benchmark's process ended with exit code {code}") from None
        if isinstance(answer, tuple):
            return answer
        raise RuntimeError(answer)

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join()


def _serve(factory: Factory, pipe: Connection) -> None:
    try:
        with _chatter_hidden():
            contenders = factory()
            pipe.send(tuple(contenders))
            while True:
                value = contenders[pipe.recv()]()
                pipe.send((value, peak()))
    except EOFError:
        return
    except Exception:  # whatever it is, the parent shows it
        pipe.send(traceback.format_exc())


def peak() -> float:
    """Peak resident memory in MB. Not ru_maxrss: that also counts the parent's, from before exec."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1024


@contextmanager
def _chatter_hidden() -> Iterator[None]:
    """TensorFlow logs to file descriptor 2, past Python; shown only if something fails."""
    sys.stderr.flush()
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as hidden:
        os.dup2(hidden.fileno(), 2)
        try:
            yield
        except EOFError:
            raise
        except Exception:
            os.dup2(stderr, 2)
            hidden.seek(0)
            sys.stderr.write(hidden.read().decode(errors="replace"))
            raise
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
