"""A folder or an archive of image files; its top folders, or a table, give the classes."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from wgan.data.files.listing import LARGEST_FILE, Listing
from wgan.data.files.names import ENDINGS, is_image
from wgan.data.files.place import list_place
from wgan.data.source import NO_LABEL, Delivery, Indices, Source, Unreadable
from wgan.data.tables.table import Table, read_table
from wgan.errors import InputError


def image_files(path: Path, labels: str = "", label_column: str = "") -> Source:
    """List the images below `path`, a folder or archive, in the order of their names.

    Without `labels` the folder that an image lies in, at the top, is its class; in an archive,
    folders that hold everything else are stepped through first. With `labels` a table of that name,
    in the source or the working folder, gives the class in its column `label_column`, and images
    that it does not name are skipped. Raises InputError where nothing can be used.
    """
    listing = list_place(path)
    images = np.array([i for i, name in enumerate(listing.names) if is_image(name)], np.int64)
    if not len(images):
        raise InputError(f"{path}: {_why_none(listing)}", option="path")
    names = tuple(listing.names[index] for index in images)
    skipped = list(listing.skipped)
    origin: dict[str, Any] = {"files": len(names)}
    if labels:
        at, data = _find_table(listing, labels, path)
        table = read_table(data, labels, label_column)
        classes = table.classes
        tags, unlabelled = table.assign(names)
        skipped += unlabelled
        origin["labels"] = _account(table, tags)
        kept = np.flatnonzero(tags != NO_LABEL)
        if not len(kept):
            raise InputError(
                f"{labels} labels none of the {len(names)} images of {path}; the first is {names[0]}, "
                f"the first row {next(iter(table.label_of), 'missing')}",
                option="labels",
            )
        names, tags, images = tuple(names[i] for i in kept), tags[kept], images[kept]
    else:
        if label_column:
            raise InputError("given without labels, the file of the table", option="label_column")
        at = -1
        tags, classes = _by_folder(names, listing.archive)
    skipped += [
        (name, "not an image by its ending")
        for index, name in enumerate(listing.names)
        if index != at and not is_image(name)
    ]
    return Source(
        name=path.resolve().name,
        classes=classes,
        labels=tags,
        names=names,
        deliver=partial(_deliver, listing, images),
        skipped=tuple(sorted(skipped)),
        origin=origin,
    )


def _why_none(listing: Listing) -> str:
    if not listing.names and not listing.skipped:
        return "it holds no files"
    if not listing.names:
        name, reason = listing.skipped[0]
        return f"none of its files can be used ({name}: {reason})"
    packed = [
        name
        for name in listing.names
        if name.endswith((".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz"))
    ]
    hint = f"; to read {packed[0]}, give its own path" if packed else ""
    return f"none of its files is an image ({', '.join(ENDINGS)}){hint}"


def _by_folder(names: tuple[str, ...], archive: bool) -> tuple[Indices, tuple[str, ...]]:
    parents = [name.rpartition("/")[0] for name in names]
    common = os.path.commonpath(parents) if archive and all(parents) else ""
    start = len(common) + 1 if common else 0
    tops = [name[start:].split("/")[0] if "/" in name[start:] else None for name in names]
    classes = tuple(sorted({top for top in tops if top is not None}))
    index = {name: label for label, name in enumerate(classes)}
    labels = [NO_LABEL if top is None else index[top] for top in tops]
    return np.array(labels, np.int64), classes


def _deliver(listing: Listing, images: Indices, wanted: Indices) -> Iterator[Delivery]:
    index_of = dict(zip(images[wanted].tolist(), wanted.tolist(), strict=True))
    for delivery in listing.deliver(images[wanted]):
        yield delivery._replace(at=index_of[delivery.at])


def _find_table(listing: Listing, labels: str, place: Path) -> tuple[int, bytes]:
    """The table's place in the listing, -1 if it lies elsewhere, and its bytes."""
    ends = [i for i, name in enumerate(listing.names) if f"/{name}".endswith(f"/{labels}")]
    exact = [i for i in ends if listing.names[i] == labels]
    if len(exact or ends) > 1:
        places = " and ".join(listing.names[i] for i in ends[:2])
        raise InputError(f"{labels} may be {places}; give more of its path", option="labels")
    if ends:
        index = (exact or ends)[0]
        (delivery,) = listing.deliver(np.array([index]))
        try:
            data = delivery.read()
        except Unreadable as error:
            raise InputError(f"{listing.names[index]}: {error}", option="labels") from None
        assert isinstance(data, bytes)
        return index, data
    path = Path(labels)
    if not path.is_file():
        raise InputError(
            f"{labels} is neither in {place} nor in the working folder", option="labels"
        )
    if path.stat().st_size > LARGEST_FILE:
        raise InputError(f"{labels} has more than {LARGEST_FILE:,} bytes", option="labels")
    return -1, path.read_bytes()


def _account(table: Table, tags: Indices) -> dict[str, Any]:
    found = int(np.count_nonzero(tags != NO_LABEL))
    return {"column": table.column, "rows": len(table.label_of), "images": found}
