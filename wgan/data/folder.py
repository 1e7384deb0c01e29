"""A folder of image files; its top subfolders, if any, are the classes."""

import hashlib
from pathlib import Path

import numpy as np

from wgan.data.decode import decode
from wgan.data.source import NO_LABEL, Item, Source, Unreadable
from wgan.errors import InputError

ENDINGS = (".png", ".jpg", ".jpeg")


def folder(path: Path) -> Source:
    """List the images below `path` in the order of their names; hidden files are not looked at.

    Raises InputError where there is no folder, or no image file in it.
    """
    if not path.is_dir():
        raise InputError(f"prepare.path: {path} is not a folder")
    files = sorted(
        name
        for file in path.rglob("*")
        for name in [file.relative_to(path)]
        if file.is_file() and not any(part.startswith(".") for part in name.parts)
    )
    images = [file for file in files if file.suffix.lower() in ENDINGS]
    if not images:
        what = "none of its files is" if files else "it holds no files, so none is"
        raise InputError(f"prepare.path: {path}: {what} an image ({', '.join(ENDINGS)})")
    tops = [file.parts[0] if len(file.parts) > 1 else None for file in images]
    classes = tuple(sorted({top for top in tops if top is not None}))
    index = {name: label for label, name in enumerate(classes)}

    def read(i: int) -> Item:
        try:
            data = (path / images[i]).read_bytes()
        except OSError as error:
            raise Unreadable(str(error.strerror)) from None
        return Item(decode(data), hashlib.sha256(data).hexdigest())

    return Source(
        name=f"folder {path}",
        classes=classes,
        labels=np.array([NO_LABEL if top is None else index[top] for top in tops], np.int64),
        names=tuple(file.as_posix() for file in images),
        read=read,
        skipped=tuple(
            (file.as_posix(), "not an image by its ending")
            for file in files
            if file.suffix.lower() not in ENDINGS
        ),
    )
