"""The one exception that means: the input is at fault, not the program; and what errors say."""

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DAMAGED = (
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged archive, of NumPy's or of Keras's, leads to."""


class InputError(Exception):
    """Data or parameters that can't be used.

    The message is one line. It names the file or parameter, its value, and what is accepted. Where an
    option is at fault, `option` is its name; a stage puts its key in params.yaml before the message.
    """

    def __init__(self, message: str, option: str | None = None) -> None:
        super().__init__(message)
        self.option = option


def reason(error: Exception) -> str:
    """What a library's error says, in one line; its name where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def writing(*paths: Path) -> Iterator[None]:
    """Name the folders of `paths` in an OSError that names no file, as libraries leave it out.

    NumPy's, on a full disk, has no error number either.
    """
    try:
        yield
    except OSError as error:
        if error.filename:
            raise
        folders = ", ".join(sorted({str(path.parent) for path in paths}))
        told = error.strerror or f"{reason(error)}; is the disk full?"
        raise OSError(error.errno or errno.EIO, told, folders) from error
