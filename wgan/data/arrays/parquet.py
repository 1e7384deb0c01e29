"""Parquet files with the bytes of image files in a column, as Hugging Face keeps data sets."""

import json
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from wgan.data.arrays.pixels import as_text, is_nan
from wgan.data.source import NO_LABEL, Bytes, Delivery, Indices, Source, Unreadable
from wgan.data.tables.columns import Columns
from wgan.errors import InputError, reason

_USUAL = ("label", "labels", "class", "fine_label", "target")
_IMAGES = ("image", "img", "images", "picture")
_ROWS = 32
"""Read together: they wait in memory until they are decoded."""


def parquet_source(paths: list[Path], columns: Columns) -> Source:
    """Images of all rows of all files, in their order; the column of labels is found by its name.

    Raises InputError if pyarrow is not there, or no column holds the bytes of images.
    """
    if find_spec("pyarrow") is None:
        raise InputError(
            f"{paths[0]} is Parquet, for which pyarrow is needed: python -m pip install pyarrow",
            option="path",
        )
    import pyarrow as pa

    files = [_open(path) for path in paths]
    schema = files[0].schema_arrow
    known = {name.lower(): name for name in reversed(schema.names)}
    label = columns.label or next((known[name] for name in _USUAL if name in known), "")
    image = _image_column(schema, paths[0], {label, columns.group})
    for name, option in ((columns.label, "label_column"), (columns.group, "group_column")):
        if name and name not in schema.names:
            raise InputError(
                f"{name!r} is no column of {paths[0]}; it has {', '.join(schema.names)}",
                option=option,
            )
    for path, file in zip(paths, files, strict=True):
        for name in filter(None, (image, label, columns.group)):
            if name not in file.schema_arrow.names:
                raise InputError(
                    f"{path} has no column {name!r}, which {paths[0]} has; give one of them",
                    option="path",
                )
    if label and pa.types.is_nested(schema.field(label).type):
        raise InputError(
            f"the column {label!r} of {paths[0]} holds several values an image; name another one",
            option="label_column",
        )
    named = {names for file in files if (names := _class_names(file.schema_arrow, label))}
    if len(named) > 1:
        raise InputError(
            f"the files beside {paths[0]} name their classes differently; give one of them",
            option="path",
        )
    values = _column(files, label) if label else []
    classes, tags = _classes(values, next(iter(named), ()))
    groups = tuple(map(_group, _column(files, columns.group))) if columns.group else ()
    names = tuple(
        f"{path.name}[{row}]"
        for path, file in zip(paths, files, strict=True)
        for row in range(file.metadata.num_rows)
    )
    return Source(
        name=paths[0].name if len(paths) == 1 else paths[0].parent.name,
        classes=classes,
        labels=tags if label else np.full(len(names), NO_LABEL, np.int64),
        names=names,
        deliver=partial(_deliver, paths, image),
        origin={"files": len(paths), "column": label},
        groups=groups,
    )


def _open(path: Path) -> Any:
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(path)
    except Exception as error:  # damaged files raise almost anything
        raise InputError(f"{path} can't be read: {reason(error)}", option="path") from None


def _image_column(schema: Any, path: Path, others: set[str]) -> str:
    """The only column with bytes but for `others`, or of several the one with a usual name."""
    import pyarrow as pa

    found = []
    for field in schema:
        kind = field.type
        inner = (
            [kind.field(i).name for i in range(kind.num_fields)] if pa.types.is_struct(kind) else []
        )
        holds = pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or "bytes" in inner
        if holds and field.name not in others:
            found.append(str(field.name))
    usual = [name for name in found if name.casefold() in _IMAGES]
    if len(found) == 1 or usual:
        return (usual or found)[0]
    several = f"several columns with bytes ({', '.join(found)}): call the one with the images image"
    none = f"no column with the bytes of images; it has {', '.join(schema.names)}"
    raise InputError(f"{path} has {several if found else none}", option="path")


def _column(files: list[Any], name: str) -> list[Any]:
    return [value for file in files for value in file.read([name]).column(0).to_pylist()]


def _class_names(schema: Any, label: str) -> tuple[str, ...]:
    """Those in Hugging Face's own note in the file; none if it has no such note."""
    try:
        found: Any = json.loads((schema.metadata or {})[b"huggingface"])
        for key in ("info", "features", label, "names"):
            found = found[key]
        return tuple(map(str, found))
    except (KeyError, TypeError, ValueError):  # no note, or one of another form
        return ()


def _classes(values: list[Any], names: tuple[str, ...]) -> tuple[tuple[str, ...], Indices]:
    """Classes and each image's index: by `names` if all values are places in it, or by the texts of the values."""
    # -1 is Hugging Face's word for no label
    blank = (None, "", b"", NO_LABEL) if names else (None, "", b"")
    told = [None if value in blank or is_nan(value) else _whole(value) for value in values]
    kinds = {type(value) for value in told if value is not None}
    if names and kinds <= {int} and all(value is None or 0 <= value < len(names) for value in told):
        tags = [NO_LABEL if value is None else int(value) for value in told]
        return names, np.array(tags, np.int64)
    if not kinds <= {int, float} and len(kinds) > 1:
        told = [None if value is None else as_text(value) for value in told]
    known = sorted({value for value in told if value is not None})
    index = {value: at for at, value in enumerate(known)}
    return tuple(map(as_text, known)), np.array(
        [index.get(value, NO_LABEL) for value in told], np.int64
    )


def _whole(value: Any) -> Any:
    """Integers are floats where some are missing."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _group(value: Any) -> str:
    return "" if value is None or is_nan(value) else as_text(_whole(value))


def _deliver(paths: list[Path], column: str, wanted: Indices) -> Iterator[Delivery]:
    from pyarrow.parquet import ParquetFile

    asked = set(wanted.tolist())
    at = 0
    for path in paths:
        file = ParquetFile(path)
        # group by group: a reader of all keeps those that it has read
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(_ROWS, row_groups=[group], columns=[column]):
                for value in batch.column(0):
                    if at in asked:
                        content = value.as_py()
                        content = content.get("bytes") if isinstance(content, dict) else content
                        yield Delivery(at, len(content or b""), partial(_read, content))
                    at += 1


def _read(content: bytes | None) -> bytes | Bytes:
    if content is None:
        raise Unreadable("no bytes in the file, only a path or nothing")
    return content
