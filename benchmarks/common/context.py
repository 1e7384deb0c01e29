"""What a section of the benchmark is told, and the machine it runs on."""

import importlib.metadata
import os
import platform
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIBRARIES = ("tensorflow", "keras", "torch", "numpy", "opencv-python-headless", "scikit-learn")


@dataclass(frozen=True)
class Context:
    """The choices of one run."""

    rounds: int
    quick: bool
    """Small sizes: to see that everything works, not to learn numbers."""
    folder: Path
    """For temporary files; shared by the sections, gone at the end."""


def machine() -> str:
    """One line: processor, cores, memory, Python and the libraries that are measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    found = [f"{name} {version}" for name in LIBRARIES if (version := _version(name))]
    return (
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB; "
        f"Python {platform.python_version()}, {', '.join(found)}"
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
