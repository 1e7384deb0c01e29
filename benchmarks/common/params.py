"""A params.yaml, read, or written with a few values changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def read(path: Path) -> dict[str, dict[str, Any]]:
    """All of it, by section, as DVC reads it."""
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def write_changed(source: Path, target: Path, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Write `source` to `target`, which may be the same, with the values of `changes` by section."""
    yaml = YAML()
    params = yaml.load(source.read_text(encoding="utf-8"))
    for section, values in changes.items():
        params[section].update(values)
    with target.open("w", encoding="utf-8") as file:
        yaml.dump(params, file)
