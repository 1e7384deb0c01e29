"""data/prepared/ as the later stages read it."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt
import psutil

from stages.support.paths import PREPARED
from wgan.data.disk import sha256_of
from wgan.errors import InputError
from wgan.options import Number, option

GROUPS, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
"""Linux's control groups, and those of this process: lines such as `0::/user.slice/job` and, of the first version, `4:memory:/job`."""
NAMED = 3
"""Images without a class that a message names."""


@dataclass(frozen=True)
class Memory:
    """What images may take of it. It shapes no result: an array and a map hold the same."""

    memory_share: float = option(
        0.25,
        Number(0, 1),
        "Of the machine's memory for training images; more are read from disk as needed.",
        "Batches and latents",
    )

    @property
    def size(self) -> float:
        """Bytes."""
        return self.memory_share * min(psutil.virtual_memory().total, _granted())


def _granted() -> float:
    """Bytes that a container, or a job of a cluster, may take; infinite where nothing limits them."""
    try:
        lines = OWN.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    # wherever this process is, the root's own holds
    lines.append("0::/")
    limits = [math.inf]
    for _, kinds, place in (line.split(":", 2) for line in lines if line.count(":") >= 2):
        if kinds and "memory" not in kinds.split(","):
            continue
        root, name = (
            (GROUPS / "memory", "memory.limit_in_bytes") if kinds else (GROUPS, "memory.max")
        )
        # within a container its own group is the root, whatever the line says
        own = root / place.lstrip("/")
        for folder in {root, own, *own.parents}:
            if folder.is_relative_to(root):
                with suppress(OSError, ValueError):  # none, or "max"
                    limits.append(float((folder / name).read_text(encoding="ascii")))
    return min(limits)


class Account(TypedDict):
    """Of dataset.json, what the later stages need."""

    name: str
    shape: tuple[int, int, int]
    """Height, width and channels of an image."""
    counts: dict[str, int]
    """Images by split."""
    classes: list[str]
    class_counts: dict[str, list[int]]
    """By split, of each class."""
    unlabelled: list[str]
    """Images without a class, the first ones."""
    unlabelled_count: int
    groups: int
    doubles: dict[str, Any]
    files: dict[str, str]
    """sha256 by file name."""


def load_account() -> Account:
    """Read dataset.json. Raises InputError if it is missing or damaged."""
    path = PREPARED / "dataset.json"
    try:
        account = json.loads(path.read_text(encoding="utf-8"))
        height, width, channels = account["shape"]
        return Account(
            name=str(account["name"]),
            shape=(int(height), int(width), int(channels)),
            counts=dict(account["counts"]),
            classes=list(account["classes"]),
            class_counts=dict(account["class_counts"]),
            unlabelled=list(account["unlabelled"]),
            unlabelled_count=int(account["unlabelled_count"]),
            groups=int(account["groups"]),
            doubles=dict(account["doubles"]),
            files=dict(account["files"]),
        )
    except FileNotFoundError:
        raise InputError(f"{path} is missing; run `dvc repro prepare` first") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path} is damaged; run `dvc repro --force prepare`") from None


def refuse_unlabelled(account: Account) -> None:
    """Raise InputError if some images have a class and others none, and name these."""
    count = account["unlabelled_count"]
    if account["classes"] and count:
        raise InputError(
            "conditional networks need a class for every image; "
            f"{count} have none: {unlabelled(account)}",
            option="conditional",
        )


def unlabelled(account: Mapping[str, Any]) -> str:
    """The first images without a class, as `prepare` lists them."""
    more = ", ..." if account["unlabelled_count"] > NAMED else ""
    return ", ".join(account["unlabelled"][:NAMED]) + more


def load_split(
    name: str, account: Account, memory: float = 0.0
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Images (N, S, S, C) and labels (N,) of `train`, `validation` or `test`.

    The images are a memory map, or an array if they take at most `memory` bytes. Raises InputError
    if they are missing, damaged, or not what dataset.json says.
    """
    count = account["counts"][name]
    images = _array(f"{name}_images.npy", np.float32, (count, *account["shape"]), account)
    labels = _array(f"{name}_labels.npy", np.int64, (count,), account)
    return (images.copy() if images.nbytes <= memory else images), labels


def _array(name: str, dtype: type, shape: tuple[int, ...], account: Account) -> npt.NDArray[Any]:
    path = PREPARED / name
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise InputError(f"{path} is missing; run `dvc repro prepare` first") from None
    except (ValueError, EOFError, OSError) as error:
        raise InputError(
            f"{path} can't be read ({error}); run `dvc repro --force prepare`"
        ) from None
    if array.dtype != dtype or array.shape != shape:
        raise InputError(
            f"{path} holds {array.dtype} {array.shape}, dataset.json says "
            f"{np.dtype(dtype)} {shape}; run `dvc repro --force prepare`"
        )
    if sha256_of(path) != account["files"].get(name):
        raise InputError(f"{path} is not as `prepare` left it; run `dvc repro --force prepare`")
    return array
