"""Whole reads; plain writes, where a full disk is an error and no crash as in a memory map; hashes of files; failing drives."""

import errno
import hashlib
import os
from pathlib import Path

_FAILING = {
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.ENOTCONN,
    errno.ESTALE,
    errno.ETIMEDOUT,
}
"""Errors of a drive, a network or the machine: the file may be all right."""


def read_at(descriptor: int, size: int, offset: int) -> bytes:
    """Read `size` bytes from `offset` on, fewer at the end of the file alone; from any thread."""
    parts = []
    # network drives may give less at a time than asked for
    while size and (part := os.pread(descriptor, size, offset)):
        parts.append(part)
        size, offset = size - len(part), offset + len(part)
    return b"".join(parts)


def write_at(descriptor: int, data: bytes | memoryview, offset: int, path: Path) -> None:
    """Write all bytes at `offset`, from any thread; an OSError names the file `path`."""
    rest = memoryview(data)
    try:
        while rest:
            written = os.pwrite(descriptor, rest, offset)
            rest, offset = rest[written:], offset + written
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def sha256_of(path: Path) -> str:
    """The hash of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_failing(error: Exception) -> None:
    """Raise an error again that is the machine's and not the file's: what is read then is not what there is."""
    if isinstance(error, OSError) and error.errno in _FAILING:
        raise error
