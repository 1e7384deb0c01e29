"""Files in a tar archive, compressed or not, read from front to end where they are."""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, Self, cast

from wgan.data.files.listing import Listing, Members
from wgan.data.source import Delivery
from wgan.errors import InputError, reason

_OPENERS: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
_BLOCK = 1 << 16
LARGEST_HEADER = 1 << 20
"""Bytes of all that stands before a member's content (1 MB): tarfile reads it in one piece."""


def is_tar(path: Path) -> bool:
    """Whether it starts like a tar archive, compressed or not."""
    with path.open("rb") as file:
        head = file.read(tarfile.BLOCKSIZE)
    if any(head.startswith(magic) for magic in _OPENERS):
        return True
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def list_tar(path: Path) -> Listing:
    """List the members, by reading the archive once to its end.

    Raises InputError if it is damaged, a bomb, or has too many members.
    """
    members = Members(path)
    for key, (info, _) in enumerate(_members(path, members.expand)):
        if info.isdir():
            members.count()
        else:
            members.add(info.name, key, info.size, _problem(info))

    def deliver(wanted: Iterable[tuple[int, int]]) -> Iterator[Delivery]:
        index_of = {key: index for index, key in wanted}
        for key, (_, read) in enumerate(_members(path)):
            if key in index_of:
                data = read()
                yield Delivery(index_of.pop(key), len(data), partial(bytes, data))
            if not index_of:
                return

    return members.listing(deliver)


def _problem(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return "a link"
    if info.issparse():
        return "a sparse file"
    return "" if info.isreg() else "not a regular file"


def _members(
    path: Path, expand: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[tarfile.TarInfo, Callable[[], bytes]]]:
    """Give each member and what reads it, then go on to the file's end.

    `expand` is told how many bytes come out of the archive.
    """
    with path.open("rb") as file:
        try:
            meter = _Meter(_expanded(file), expand)
            with _open(meter) as archive:
                while (info := meter.header(archive.next)) is not None:
                    yield info, partial(_content, archive, info)
                    _skip_content(archive)
                    # tarfile would remember every member
                    cast("Any", archive).members.clear()
            while meter.read(_BLOCK):
                pass  # the check sum at the end is only looked at there
        except InputError:
            raise
        except Exception as error:  # damaged archives raise almost anything
            raise InputError(f"{path} is damaged or cut short: {reason(error)}") from None


def _open(meter: "_Meter") -> tarfile.TarFile:
    # only as a stream does tarfile never go back, which costs a restart in compressed files
    return tarfile.open(
        fileobj=cast("IO[bytes]", meter), mode="r|", bufsize=_BLOCK, tarinfo=_Header
    )


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    member = archive.extractfile(info)
    return b"" if member is None else member.read()


def _skip_content(archive: tarfile.TarFile) -> None:
    # tarfile's own way of skipping never ends where a header tells an absurd size
    stream: Any = archive.fileobj
    while (left := archive.offset - stream.tell()) > 0:
        if not stream.read(min(left, _BLOCK)):
            raise tarfile.ReadError("unexpected end of data")


def _expanded(file: IO[bytes]) -> IO[bytes]:
    head = file.read(8)
    file.seek(0)
    for magic, opener in _OPENERS.items():
        if head.startswith(magic):
            return cast("IO[bytes]", opener(file))
    return file


class _Header(tarfile.TarInfo):
    """A member's header; a damaged one is an error, where tarfile sees the archive's end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            info = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            # the block of zeros at the end, or nothing more, is no damage
            if not any(buf):
                raise
            raise tarfile.ReadError(str(error)) from None
        if info.size < 0:
            raise tarfile.ReadError("a member of negative size")
        return info


class _Meter:
    """A stream that tells how much is read, and bounds what one header may take."""

    def __init__(self, stream: IO[bytes], expand: Callable[[int], None]) -> None:
        self._stream = stream
        self._expand = expand
        self._allowed: int | None = LARGEST_HEADER

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._expand(len(data))
        if self._allowed is not None:
            self._allowed -= len(data)
            if self._allowed < 0:
                raise tarfile.ReadError(f"a header of more than {LARGEST_HEADER:,} bytes")
        return data

    def header(self, read: Callable[[], tarfile.TarInfo | None]) -> tarfile.TarInfo | None:
        """Read a header within its bound; the content after it is free."""
        self._allowed = LARGEST_HEADER
        info = read()
        self._allowed = None
        return info
