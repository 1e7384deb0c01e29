"""Choices that are files of a package: to add one is to add its file."""

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType


def names(path: Iterable[str]) -> tuple[str, ...]:
    """Of all files in a package's `__path__`, in alphabetical order: `wgan-gp` for wgan_gp.py."""
    return tuple(sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules(path)))


def load(package: str, name: str) -> ModuleType:
    """The file of that name."""
    return importlib.import_module(f"{package}.{name.replace('-', '_')}")
