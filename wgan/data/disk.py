"""Plain writes: a full disk is an error there, and a crash in a memory map."""

import os
from pathlib import Path


def write_at(descriptor: int, data: bytes | memoryview, offset: int, path: Path) -> None:
    """Write all bytes at `offset`, from any thread; an OSError names the file `path`."""
    rest = memoryview(data)
    try:
        while rest:
            written = os.pwrite(descriptor, rest, offset)
            rest, offset = rest[written:], offset + written
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
