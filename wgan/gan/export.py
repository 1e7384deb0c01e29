"""Keras files that stand alone and repeat byte for byte."""

import json
import zipfile
from pathlib import Path

import keras

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold."""


def export(model: keras.Model, path: Path) -> None:
    """Write `model` in Keras's own format, without the dates it puts in.

    `keras.saving.load_model(path)` reads it with Keras alone: only plain Keras layers are in it.
    """
    dated = path.with_name(path.name + ".dated.keras")
    try:
        model.save(dated)
        with zipfile.ZipFile(dated) as source, zipfile.ZipFile(path, "w") as target:
            for name in sorted(source.namelist()):
                data = source.read(name)
                if name == "metadata.json":
                    data = _undated(data)
                target.writestr(zipfile.ZipInfo(name, LONG_AGO), data)
    finally:
        dated.unlink(missing_ok=True)


def _undated(metadata: bytes) -> bytes:
    kept = {key: value for key, value in json.loads(metadata).items() if key != "date_saved"}
    return json.dumps(kept, sort_keys=True).encode()
