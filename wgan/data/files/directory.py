"""Files in a folder and the folders below it."""

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from wgan.data.disk import read_at, refuse_failing
from wgan.data.files.listing import LARGEST_FILE, Listing
from wgan.data.files.names import hidden, printable
from wgan.data.source import Delivery, Indices, Skipped, Unreadable
from wgan.errors import InputError

LINKED = "a linked folder, which DVC does not look into; copy it, or give its own path"


def list_directory(root: Path) -> Listing:
    """List the files below `root`, linked files too.

    Linked folders are passed over: DVC's hash of `root` does not see what is in them, so a change
    there would leave stale results. `root` itself may be a link.
    """
    found: list[tuple[str, str]] = []
    skipped: list[Skipped] = []
    above = str(root) + os.sep

    def note(error: OSError) -> None:
        # what is in it is not known: whole classes might be gone
        raise InputError(f"{error.filename} can't be read: {error.strerror}", option="path")

    for folder, below, files in os.walk(root, onerror=note):
        below[:] = [name for name in below if not hidden(name)]
        # joined as text: a Path for each of 200,000 names takes seconds
        for name in below:
            path = f"{folder}{os.sep}{name}"
            if os.path.islink(path):  # noqa: PTH114
                skipped.append((printable(path.removeprefix(above)), LINKED))
        for name in files:
            if not hidden(name):
                path = f"{folder}{os.sep}{name}"
                found.append((printable(path.removeprefix(above)), path))
    found.sort()

    def deliver(wanted: Indices) -> Iterator[Delivery]:
        for index in wanted.tolist():
            yield Delivery(index, 0, partial(_read, found[index][1]))

    return Listing(tuple(name for name, _ in found), deliver, tuple(skipped), archive=False)


def _read(name: str) -> bytes:
    try:
        # opened once and as plainly as can be: small files cost what is done to them, not their size;
        # without NONBLOCK, opening a pipe would wait for ever
        file = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("not a regular file")
            if status.st_size > LARGEST_FILE:
                raise Unreadable(f"{status.st_size:,} bytes, more than {LARGEST_FILE:,}")
            return read_at(file, status.st_size, 0)
        finally:
            os.close(file)
    except OSError as error:
        refuse_failing(error)
        raise Unreadable(str(error.strerror)) from None
