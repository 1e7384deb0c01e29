"""A folder or an archive of image files; its top folders, or a table, give the classes."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from wgan.data.decoding.formats import is_picture
from wgan.data.files.folders import by_folder
from wgan.data.files.listing import LARGEST_FILE, Listing
from wgan.data.files.names import ENDINGS, NO_ENDING, ending, is_image, printable, why_not
from wgan.data.files.pages import counting_pages
from wgan.data.files.place import list_place
from wgan.data.source import NO_LABEL, Delivery, Indices, Skipped, Source, Unreadable
from wgan.data.tables.columns import Columns
from wgan.errors import InputError


def image_files(path: Path, labels: str = "", columns: Columns | None = None) -> Source:
    """List the images below `path`, a folder or archive, in the order of their names.

    Without `labels` the folder that an image lies in, at the top, is its class; see `by_folder`. With
    `labels` a table of that name, in the source or the working folder, gives the class in its column,
    and images that it does not name are skipped. Raises InputError where nothing can be used.
    """
    columns = columns or Columns()
    listing = list_place(path)
    images = _images(listing)
    if not len(images):
        raise InputError(f"{path}: {_why_none(listing)}", option="path")
    found = set(images.tolist())
    names = tuple(listing.names[index] for index in images)
    skipped = list(listing.skipped)
    remarks: list[Skipped] = []
    origin: dict[str, Any] = {"files": len(names)}
    groups: tuple[str, ...] = ()
    at = -1
    if labels:
        # pandas takes a second to import
        from wgan.data.tables.table import read_labels

        at, data = _find_table(listing, labels, path)
        told = read_labels(data, labels, names, columns)
        classes, tags = told.classes, told.labels
        skipped += told.skipped
        kept = np.flatnonzero(tags != NO_LABEL)
        origin["labels"] = {
            "file_column": told.file_column,
            "column": told.column,
            "rows": told.rows,
            "images": len(kept),
        }
        if not len(kept):
            raise InputError(f"{labels} has no value for any image", option="label_column")
        names, tags, images = tuple(names[i] for i in kept), tags[kept], images[kept]
        if told.groups:
            groups = tuple(told.groups[i] for i in kept)
    else:
        _refuse_columns(columns)
        folders = by_folder(names, archive=listing.archive)
        classes, tags = folders.classes, folders.labels
        if folders.splits:
            origin["taken_together"] = list(folders.splits)
    known = {at, *found}
    skipped += [
        (name, why_not(name))
        for index, name in enumerate(listing.names)
        if index not in known and not is_image(name)
    ]
    return Source(
        # of a link its own: DVC's cache calls things by hashes
        name=printable(path.absolute().name),
        classes=classes,
        labels=tags,
        names=names,
        deliver=partial(_deliver, listing, images, names, remarks),
        skipped=tuple(sorted(skipped)),
        origin=origin,
        remarks=remarks,
        groups=groups,
    )


def _images(listing: Listing) -> Indices:
    """Files that are images by their endings, or by their content if they have no ending."""
    wanted = [i for i, name in enumerate(listing.names) if is_image(name)]
    bare = np.array([i for i, name in enumerate(listing.names) if not ending(name)], np.int64)
    for delivery in listing.deliver(bare) if len(bare) else ():
        try:
            content = delivery.read()
        except Unreadable:
            continue
        if isinstance(content, bytes) and is_picture(content):
            wanted.append(delivery.at)
    return np.array(sorted(wanted), np.int64)


def _why_none(listing: Listing) -> str:
    if not listing.names and not listing.skipped:
        return "it holds no files"
    if not listing.names:
        name, reason = listing.skipped[0]
        return f"none of its files can be used ({name}: {reason})"
    whole = [
        name
        for name in listing.names
        if name.endswith(
            (".npy", ".npz", ".parquet", ".csv", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz")
        )
    ]
    hint = (
        f"; to read {whole[0]}, give its own path, unpacked if it is in an archive" if whole else ""
    )
    unread = {why_not(name) for name in listing.names} - {NO_ENDING}
    hint += "".join(f"; some are {reason}" for reason in sorted(unread))
    return f"none of its files is an image ({', '.join(ENDINGS)}){hint}"


def _refuse_columns(columns: Columns) -> None:
    given = {
        "label_column": columns.label,
        "file_column": columns.file,
        "group_column": columns.group,
    }
    for option, value in given.items():
        if value:
            raise InputError("given without labels, the file of the table", option=option)


def _deliver(
    listing: Listing,
    images: Indices,
    names: tuple[str, ...],
    remarks: list[Skipped],
    wanted: Indices,
) -> Iterator[Delivery]:
    index_of = dict(zip(images[wanted].tolist(), wanted.tolist(), strict=True))
    for delivery in listing.deliver(images[wanted]):
        at = index_of[delivery.at]
        yield counting_pages(delivery._replace(at=at), names[at], remarks)


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
