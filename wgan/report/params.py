"""The parameters of a run as the page shows them: first what isn't the default."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wgan.text import exact

OPTIONS = Path(__file__).with_name("options.json")
"""Default and meaning of every option by its key; `make options` writes it."""
_BARE_POWER = re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+")


@dataclass(frozen=True)
class Parameter:
    """One option with its value and default, in YAML's words, and its meaning with its unit."""

    key: str
    value: str
    default: str
    meaning: str


def word(value: Any) -> str:
    """A value as one writes it in params.yaml; `empty` for nothing."""
    if value is None or value in ("", [], ()):
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    # YAML reads 2e-05 as text
    if isinstance(value, float) or _BARE_POWER.fullmatch(str(value)):
        return exact(float(value))
    return str(value)


def known_options() -> dict[str, dict[str, str]]:
    """What OPTIONS holds."""
    known: dict[str, dict[str, str]] = json.loads(OPTIONS.read_text("utf-8"))
    return known


def parameters(
    params: Mapping[str, Any], known: Mapping[str, Mapping[str, str]]
) -> tuple[list[Parameter], dict[str, list[Parameter]]]:
    """Split the contents of params.yaml: what differs from its default, and all by section."""
    sections: dict[str, list[Parameter]] = {}
    for section, values in params.items():
        if isinstance(values, Mapping) and values:
            sections[section] = []
            for name, value in values.items():
                key = f"{section}.{name}"
                told = known.get(key, {"default": "–", "meaning": ""})
                given = word(value)
                # left empty, an option has its default
                here = told["default"] if given == "empty" != told["default"] else given
                sections[section].append(Parameter(key, here, told["default"], told["meaning"]))
    changed = [each for group in sections.values() for each in group if each.value != each.default]
    return changed, sections
