"""Keras files that stand alone and repeat byte for byte."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold."""


def export(model: keras.Model, path: Path) -> None:
    """Write `model` in Keras's own format, without the dates and memory addresses it puts in.

    `keras.saving.load_model(path)` reads it with Keras alone: only plain Keras layers are in it.
    """
    dated = path.with_name(path.name + ".dated.keras")
    try:
        model.save(dated)
        with zipfile.ZipFile(dated) as source, zipfile.ZipFile(path, "w") as target:
            for name in sorted(source.namelist()):
                data = source.read(name)
                if name in REPEATABLE:
                    data = json.dumps(REPEATABLE[name](json.loads(data))).encode()
                target.writestr(zipfile.ZipInfo(name, LONG_AGO), data)
    finally:
        dated.unlink(missing_ok=True)


def _undated(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key != "date_saved"}


def _renumbered(config: Any) -> Any:
    """Keras calls objects that layers share by their memory address: number them instead."""
    numbers: dict[int, int] = {}

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            return {
                key: numbers.setdefault(item, len(numbers) + 1)
                if key == "shared_object_id"
                else walk(item)
                for key, item in value.items()
            }
        return value

    return walk(config)


REPEATABLE: dict[str, Callable[[Any], Any]] = {
    "config.json": _renumbered,
    "metadata.json": _undated,
}
"""Members of the file that would differ from run to run, and what makes them repeat."""
