"""Whether the outputs that lie here are those that git has, and if not, why."""

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from stages.support.by_hand import in_force, values_typed
from stages.support.git import git
from stages.support.params import read_params
from stages.support.paths import PARAMS
from stages.support.portable import has_avx2

LOCK = Path("dvc.lock")
PINNED = Path("requirements.lock")
CODE = ("stages", "wgan")
INPUTS = (PARAMS.as_posix(), "dvc.yaml", *CODE, "data")
"""What shapes outputs, as far as git has it."""
COMPUTING = (
    "h5py", "keras", "matplotlib", "numpy", "opencv-python-headless", "pandas", "pillow", "scikit-image",
    "scikit-learn", "scipy", "tensorflow",
)  # fmt: skip
"""Packages whose versions shape outputs."""

UNREADABLE = (YAMLError, KeyError, TypeError, AttributeError)
"""What reading something else as a dvc.lock leads to."""


class Noted(NamedTuple):
    """The hashes in a dvc.lock by path; those of folders end in .dir."""

    outs: dict[str, str]
    deps: dict[str, str]


def compared() -> str | None:
    """One line; None where there is no git, or it has no dvc.lock that can be read."""
    committed = _noted(git("show", f"HEAD:./{LOCK}"))
    if not committed.outs:
        return None
    here = _noted(_lock())
    others = [path for path, md5 in committed.outs.items() if _md5(path, here.outs) != md5]
    if not others:
        return "outputs: those that git has"
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"outputs: not those that git has ({others[0]}{more}): {_why(committed, here)}"


def made_with(path: Path) -> dict[str, dict[str, Any]] | None:
    """The sections of params.yaml by which the output `path`, as it lies here, was made; None if that is unknown.

    What its stage in dvc.lock notes, if the output is that one; else the options typed by hand beside params.yaml.
    """
    if not path.is_file():
        return None
    try:
        for stage in _stages(_lock()):
            outs = {each["path"]: each["md5"] for each in stage["outs"]}
            if outs.get(path.as_posix()) == _md5(path.as_posix(), outs):
                return dict(stage["params"][PARAMS.as_posix()])
    except UNREADABLE:
        pass
    return in_force(read_params())


def _why(committed: Noted, here: Noted) -> str:
    if changed := next(_changed(), None):
        return f"{changed} is not as git has it"
    if newer := next(_newer(committed), None):
        return f"{newer} was changed after git's {LOCK}"
    # what git doesn't keep, such as networks to start from, DVC has noted
    for path in sorted(committed.deps.keys() & here.deps.keys() - here.outs.keys()):
        if committed.deps[path] != here.deps[path] and path not in INPUTS:
            return f"{path} is not as git's {LOCK} has it"
    if stages := sorted(values_typed()):
        return f"{', '.join(stages)} ran with options given by hand"
    if wrong := next(_other_versions(), None):
        return wrong
    train = read_params().get("train")
    if isinstance(train, dict) and not train.get("portable", True):
        return "train.portable is false"
    if not has_avx2():
        return "this processor has no AVX2"
    return (
        "a GPU, other images, or a processor that computes otherwise; see docs/reproducibility.md"
    )


def _changed() -> Iterator[str]:
    """Inputs that git has otherwise; of what it does not have only code, for a folder may hold any data besides."""
    for untracked, paths in (("no", INPUTS), ("all", CODE)):
        said = git("status", "--porcelain", f"--untracked-files={untracked}", "--", *paths)
        yield from (line[3:] for line in (said or "").splitlines())


def _newer(committed: Noted) -> Iterator[str]:
    """Code of the lock's that was committed after it."""
    noted = (git("log", "-1", "--format=%H", "--", str(LOCK)) or "").strip()
    code = [path for path in committed.deps if path.startswith(CODE)]
    if noted and code:
        yield from (git("diff", "--name-only", noted, "HEAD", "--", *code) or "").splitlines()


def _lock() -> str | None:
    return LOCK.read_text(encoding="utf-8") if LOCK.is_file() else None


def _stages(lock: str | None) -> list[Any]:
    """What the text of a dvc.lock has of each stage. Raises one of UNREADABLE if it is none."""
    document: Any = YAML(typ="safe", pure=True).load(lock or "")
    return list(document["stages"].values())


def _noted(lock: str | None) -> Noted:
    """What the text of a dvc.lock says; nothing if it can't be read."""
    try:
        stages = _stages(lock)
        return Noted(*(
            {
                each["path"]: each["md5"]
                for stage in stages
                for each in stage.get(kind, ())
                if "md5" in each
            }
            for kind in Noted._fields
        ))  # fmt: skip
    except UNREADABLE:
        return Noted({}, {})


def _md5(path: str, here: dict[str, str]) -> str | None:
    """Of a file as it lies here; of a folder, what DVC noted after its stage."""
    file = Path(path)
    if not file.is_file():
        return here.get(path)
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _other_versions() -> Iterator[str]:
    """Packages that are not as requirements.lock pins them, in words."""
    text = PINNED.read_text(encoding="utf-8") if PINNED.is_file() else ""
    for name in COMPUTING:
        pinned = re.search(rf"^{re.escape(name)}==(\S+)", text, re.MULTILINE)
        try:
            found = version(name)
        except PackageNotFoundError:
            continue
        if pinned and found != pinned[1]:
            yield f"{name} is {found}, {PINNED} has {pinned[1]}"
