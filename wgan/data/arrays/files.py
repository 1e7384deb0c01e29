"""Files that hold all images at once: NumPy's, IDX, a CSV of pixels, Parquet."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wgan.data.arrays.idx import idx_axes, read_idx
from wgan.data.arrays.numpy_files import Part, read_npy, read_npz
from wgan.data.arrays.pixels import Pixels, joined, labels, pixels
from wgan.data.decoding.formats import is_picture
from wgan.data.disk import sha256_of
from wgan.data.files.names import hidden
from wgan.data.source import NO_LABEL, Delivery, Indices, Source
from wgan.errors import InputError

Array = npt.NDArray[Any]


def kind_of(path: Path) -> str:
    """`npz`, `npy`, `idx`, `csv` or `parquet`, by name or content; empty for anything else."""
    with path.open("rb") as file:
        head = file.read(6)
    if head == b"\x93NUMPY":
        return "npy"
    if head.startswith(b"PAR1"):
        return "parquet"
    if path.suffix.lower() == ".npz":
        return "npz"
    if path.name.lower().endswith((".csv", ".csv.gz")):
        return "csv"
    return "idx" if idx_axes(path) in (3, 4) else ""


def in_folder(folder: Path) -> tuple[str, list[Path]]:
    """The files of arrays in a folder that holds nothing else to read, and their kind, which is one.

    Raises InputError if they are of several. `.npy` are not looked for: one may hold the labels of another.
    Beside images without endings a CSV is a table of labels.
    """
    kinds: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and not hidden(path.name):
            kinds.setdefault(kind_of(path), []).append(path)
    bare = (path for path in kinds.get("", ()) if not path.suffix)
    if any(is_picture(path.read_bytes()) for path in bare):
        return "", []
    own = {kind: paths for kind, paths in kinds.items() if kind not in ("", "npy")}
    if len(own) > 1:
        named = ", ".join(paths[0].name for paths in own.values())
        raise InputError(f"{folder} holds files of several kinds ({named}); give one of them")
    return next(iter(own.items()), ("", []))


def array_source(
    paths: list[Path], kind: str, label_name: str = "", label_column: str = ""
) -> Source:
    """Read files of one kind; the parts that their publisher split are taken together.

    `label_name` is the file of labels for .npy and IDX, `label_column` the column of a CSV. Raises
    InputError if a file can't be read as images.
    """
    parts: list[Part] = []
    read = list(paths)
    for path in paths:
        if kind == "npz":
            parts += read_npz(path)
        elif kind == "csv":
            from wgan.data.arrays.pixel_table import pixel_table

            parts.append((path.name, *pixel_table(path, label_column)))
        else:
            array = read_npy(path) if kind == "npy" else read_idx(path, idx_axes(path))
            beside = _labels_of(path, label_name)
            read += [beside] if beside else []
            parts.append((path.name, array, _label_array(beside) if beside else None))
    hashes = {path.name: sha256_of(path) for path in read}
    return _source(paths[0].name if len(paths) == 1 else paths[0].parent.name, parts, hashes)


def _source(name: str, parts: list[Part], hashes: dict[str, str]) -> Source:
    images = [pixels(array, title) for title, array, _ in parts]
    told = [array for _, _, array in parts if array is not None]
    if told and len(told) < len(parts):
        bare = next(title for title, _, array in parts if array is None)
        raise InputError(f"{bare} has no labels, and others have; give a file alone", option="path")
    count = sum(map(len, images))
    for (title, _, array), each in zip(parts, images, strict=True):
        if array is not None and (not array.ndim or len(array) != len(each)):
            raise InputError(
                f"{title} has {len(each)} images and {len(np.atleast_1d(array))} labels"
            )
    classes: tuple[str, ...] = ()
    tags = np.full(count, NO_LABEL, np.int64)
    if told:
        classes, tags = labels(joined(told), count, name)
    starts = np.cumsum([0, *map(len, images)])
    names = tuple(
        f"{title}[{index}]"
        for (title, _, _), each in zip(parts, images, strict=True)
        for index in range(len(each))
    )
    return Source(
        name=name,
        classes=classes,
        labels=tags,
        names=names,
        deliver=partial(_deliver, images, starts),
        origin={
            "files": hashes,
            "parts": {title: len(array) for title, array, _ in parts},
            "sizes": {
                title: each.size() for (title, _, _), each in zip(parts, images, strict=True)
            },
            "values": {
                title: each.span() for (title, _, _), each in zip(parts, images, strict=True)
            },
        },
    )


def _deliver(images: list[Pixels], starts: Indices, wanted: Indices) -> Iterator[Delivery]:
    owners = np.searchsorted(starts, wanted, side="right") - 1
    for at, owner in zip(wanted.tolist(), owners.tolist(), strict=True):
        yield Delivery(at, 0, partial(images[owner].image, at - int(starts[owner])))


def _labels_of(path: Path, given: str) -> Path | None:
    """The file of labels: the given one, beside the images or in the working folder, or IDX's own."""
    if given:
        for place in (path.parent / given, Path(given)):
            if place.is_file():
                return place
        raise InputError(
            f"{given} is neither beside {path} nor in the working folder", option="labels"
        )
    name = path.name.replace("images", "labels").replace("idx3", "idx1").replace("idx4", "idx1")
    found = path.with_name(name)
    return found if name != path.name and found.is_file() else None


def _label_array(path: Path) -> Array:
    if idx_axes(path):
        return read_idx(path, 1)
    if kind_of(path) != "npy":
        raise InputError(
            f"{path} is neither .npy nor IDX, as labels of arrays are", option="labels"
        )
    return read_npy(path)
