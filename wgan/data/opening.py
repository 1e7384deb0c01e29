"""Whatever holds images at a path: a folder, an archive, or a file of arrays."""

from pathlib import Path

from wgan.data.arrays.files import array_source, in_folder, kind_of
from wgan.data.files.image_files import image_files
from wgan.data.files.names import hidden, is_image
from wgan.data.source import Source
from wgan.data.tables.columns import Columns
from wgan.errors import InputError

LABELS_BESIDE = ("npy", "idx")
COLUMNS = ("csv", "parquet")
"""Kinds of array files with labels in another file, and in a column."""


def open_path(path: Path, labels: str = "", columns: Columns | None = None) -> Source:
    """Find the images at `path` and their classes. Raises InputError where nothing can be used.

    `labels` is a table of image files, or the file of labels beside an array.
    """
    columns = columns or Columns()
    kind, files = _array_files(path)
    if not files:
        return image_files(path, labels, columns)
    if columns.file:
        raise InputError(f"{path} holds arrays, whose images have no names", option="file_column")
    if labels and kind not in LABELS_BESIDE:
        raise InputError(f"{path} has its labels within; none beside it are read", option="labels")
    if columns.label and kind not in COLUMNS:
        raise InputError(f"{path} holds arrays, without columns", option="label_column")
    if kind == "parquet":
        from wgan.data.arrays.parquet import parquet_source

        return parquet_source(files, columns)
    if columns.group:
        raise InputError(f"{path} holds arrays, without a column of groups", option="group_column")
    return array_source(files, kind, labels, columns.label)


def _array_files(path: Path) -> tuple[str, list[Path]]:
    """Their kind, and the files; none if something else is to be read there."""
    if path.is_file():
        kind = kind_of(path)
        return kind, [path] if kind else []
    if not path.is_dir():
        return "", []
    for entry in path.iterdir():
        if not hidden(entry.name) and (entry.is_dir() or is_image(entry.name)):
            return "", []
    return in_folder(path)
