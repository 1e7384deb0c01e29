"""Outputs appear under their final names only when they are whole."""

import glob
import json
import math
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import psutil

from stages.support.by_hand import keep, placed
from stages.support.git import git
from stages.support.lineage import remember
from wgan.errors import InputError, writing


@contextmanager
def replacing(*outputs: Path, recorded: bool = True) -> Iterator[dict[Path, Path]]:
    """Give for each output a hidden path beside it; on success move them all into place.

    An output may be a file or a folder. After an error nothing is left of the hidden ones, and
    what stood under the final names still stands. Each process has hidden paths of its own; those
    of dead processes go. `--out` moves them all below its folder. Options typed by hand are `recorded`
    with a stage's outputs, which the page then names.
    """
    finals = [placed(output) for output in outputs]
    partials = [final.with_name(f".{final.name}.{os.getpid()}.partial") for final in finals]
    try:
        for final in finals:
            final.parent.mkdir(parents=True, exist_ok=True)
            _remove_leftovers(final)
        with writing(*finals):
            yield dict(zip(outputs, partials, strict=True))
        for final, partial in zip(finals, partials, strict=True):
            if final.is_dir():
                _remove(final)
            partial.replace(final)
        context = click.get_current_context(silent=True)
        if context and recorded:
            keep(context, str(context.command.name), finals)
            if finals == list(outputs):
                remember(str(context.command.name))
    finally:
        for partial in partials:
            _remove(partial)


def bring_back(outputs: Iterable[Path]) -> None:
    """Restore those that are missing and that git has, as in its index; DVC's own it has in its cache."""
    for output in outputs:
        if not output.exists():
            # the rest is not in the index, or there is no repository, or no git
            git("checkout-index", "--quiet", "--", output.as_posix())


@contextmanager
def made_by(stage: str) -> Iterator[None]:
    """Say which stage makes the files read here anew, where one is missing or damaged."""
    try:
        yield
    except FileNotFoundError as error:
        message = f"{error.filename} is missing; run `dvc repro {stage}` first"
        raise InputError(message) from None
    except InputError as error:
        again = f"run `dvc repro --force {stage}`, or by hand `python -m stages.{stage}`"
        raise InputError(f"{error}; {again}") from None


def write_json(path: Path, value: Any) -> None:
    """Write JSON that every parser takes: NaN and infinities become null."""
    text = json.dumps(_finite(value), indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _remove_leftovers(final: Path) -> None:
    """Remove what a killed process left half-written."""
    for path in final.parent.glob(f".{glob.escape(final.name)}.*.partial*"):
        owner = path.name.removeprefix(f".{final.name}.").partition(".")[0]
        if not owner.isdigit() or not psutil.pid_exists(int(owner)) or int(owner) == os.getpid():
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
