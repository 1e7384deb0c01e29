"""A params.yaml that differs in a few values from another one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def write_changed(source: Path, target: Path, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Write `source` to `target`, which may be the same, with the values of `changes` by section."""
    yaml = YAML()
    params = yaml.load(source.read_text(encoding="utf-8"))
    for section, values in changes.items():
        params[section].update(values)
    with target.open("w", encoding="utf-8") as file:
        yaml.dump(params, file)
