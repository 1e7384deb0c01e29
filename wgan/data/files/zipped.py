"""Files in a zip archive, read where they are."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from wgan.data.disk import read_at, refuse_failing
from wgan.data.files.listing import Listing, Members
from wgan.data.source import Delivery, Unreadable
from wgan.errors import InputError, reason

LARGEST_DIRECTORY = 1 << 26
"""Bytes of an archive's own list of members (64 MB): it is read in one piece."""
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Python expands the other methods without a bound."""
UTF_8 = 0x800
"""The flag of a member whose name is."""
_MAGIC = b"PK\3\4"
_HEADER = struct.Struct("<4s22xHH")
"""Before each member, of its lengths only those that place the content: of name and extra field."""

_METHODS = {zipfile.ZIP_BZIP2: "BZIP2", zipfile.ZIP_LZMA: "LZMA", 93: "Zstandard"}


def is_zip(path: Path) -> bool:
    """Whether it ends like a zip archive."""
    return zipfile.is_zipfile(path) or path.suffix.lower() == ".zip"


def list_zip(path: Path) -> Listing:
    """List the members of a zip archive.

    Raises InputError if it is damaged, a bomb, or has too many members.
    """
    file = _Bounded(path.open("rb", buffering=0))
    try:
        archive = zipfile.ZipFile(file)
    except InputError:
        file.close()
        raise InputError(f"{path} has too many members; unpack it and give the folder") from None
    except Exception as error:  # damaged lists raise almost anything
        file.close()
        raise InputError(f"{path} is damaged or cut short: {reason(error)}") from None
    file.bounded = False
    members = Members(path)
    infos = archive.infolist()
    for key, info in enumerate(infos):
        if info.filename.endswith("/"):
            members.count()
        else:
            members.expand(info.file_size)
            members.add(_name(info), key, info.file_size, _problem(info))

    def deliver(wanted: Iterable[tuple[int, int]]) -> Iterator[Delivery]:
        for index, key in wanted:
            yield Delivery(index, 0, partial(_read, file, infos[key]))

    return members.listing(deliver)


def _name(info: zipfile.ZipInfo) -> str:
    """As it was meant: Linux's zip and macOS write UTF-8 and don't say so, which reads as code page 437."""
    if info.flag_bits & UTF_8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _problem(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 1:
        return "encrypted"
    if info.compress_type not in _READABLE:
        method = _METHODS.get(info.compress_type, f"method {info.compress_type}")
        return f"compressed by {method}: unpack the archive and give the folder"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "a link" if kind == stat.S_IFLNK else "not a regular file"
    return ""


def _read(file: io.BufferedReader, info: zipfile.ZipInfo) -> bytes:
    """A member's content. Raises Unreadable if it is damaged.

    By threads at once: `ZipFile.open` seeks from wherever another thread has left the file (Python 3.12, 3.13).
    """
    try:
        head = read_at(file.fileno(), _HEADER.size, info.header_offset)
        magic, name, extra = _HEADER.unpack(head)
        if magic != _MAGIC:
            raise Unreadable("damaged in the archive: it begins with something else")
        start = info.header_offset + _HEADER.size + name + extra
        deflated = info.compress_type == zipfile.ZIP_DEFLATED
        # the size bounds what is read and expanded; a wrong size fails the check below
        most = 2 * info.file_size + 1024 if deflated else info.file_size + 1
        data = read_at(file.fileno(), min(info.compress_size, most), start)
        if deflated:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, info.file_size + 1)
    except (OSError, ValueError, OverflowError, struct.error, zlib.error) as error:
        refuse_failing(error)
        raise Unreadable(f"damaged in the archive: {reason(error)}") from None
    if len(data) < info.file_size:
        raise Unreadable("damaged in the archive: it ends too early")
    if len(data) > info.file_size or zlib.crc32(data) != info.CRC:
        raise Unreadable("damaged in the archive: its check sum is wrong")
    return data


class _Bounded(io.BufferedReader):
    """A file that refuses to be read in huge pieces."""

    bounded = True

    def read(self, size: int | None = -1, /) -> bytes:
        if self.bounded and size is not None and size > LARGEST_DIRECTORY:
            raise InputError("too large")
        return super().read(size)

    def __del__(self) -> None:
        # who reads last, in whatever thread, is not known before
        self.close()
