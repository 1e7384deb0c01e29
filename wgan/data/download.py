"""Files from the network, checked by hash and kept in the user's cache."""

import gzip
import hashlib
import os
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wgan.errors import InputError

if TYPE_CHECKING:
    from requests import RequestException

CACHE_VARIABLE = "WGAN_CACHE_DIR"
TIMEOUT = 30
"""Seconds without a byte after which the next mirror is tried."""


@dataclass(frozen=True)
class Remote:
    """A file and the hash by which it is known, as `ALGORITHM:HEX`."""

    name: str
    known_hash: str
    content_sha256: str | None = None
    """Of what a .gz file holds: the same content, packed by somebody else, is as good."""


def cache_folder(name: str) -> Path:
    """Where the files of a data set are kept: $WGAN_CACHE_DIR or the user's cache, then its name."""
    import pooch

    return Path(os.environ.get(CACHE_VARIABLE) or pooch.os_cache("wgan-lab")) / name


def fetch(dataset: str, mirrors: tuple[str, ...], file: Remote) -> Path:
    """Return the path of a file of the data set, downloaded if it is not in the cache.

    `mirrors` are addresses that end in a slash, in the order of trying.

    A file gets its name when it is whole and has the right hash; until then it has another name, and
    what a broken download leaves is removed. Raises InputError if no mirror works.
    """
    import pooch

    folder = cache_folder(dataset)
    if _holds(folder / file.name, file.content_sha256):
        return folder / file.name
    pooch.get_logger().setLevel("WARNING")
    # pooch writes its bar to files and pipes too
    downloader = pooch.HTTPDownloader(progressbar=sys.stderr.isatty(), timeout=TIMEOUT)
    failures = []
    for mirror in mirrors:
        try:
            path = pooch.retrieve(
                url=mirror + file.name,
                known_hash=file.known_hash,
                fname=file.name,
                path=folder,
                downloader=downloader,
            )
        except Exception as error:
            failures.append(f"{mirror}: {_reason(error)}")
        else:
            return Path(path)
    raise InputError(f"{file.name} of {dataset} can't be downloaded ({'; '.join(failures)})")


def _holds(path: Path, content_sha256: str | None) -> bool:
    """Whether the .gz file is there and unpacks to this content."""
    if content_sha256 is None or not path.is_file():
        return False
    try:
        with gzip.open(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == content_sha256
    except (OSError, EOFError, zlib.error):
        return False


def _reason(error: Exception) -> str:
    """Why a mirror failed, in a few words. Raises the error if it is no matter of the mirror."""
    from requests import exceptions

    if isinstance(error, exceptions.HTTPError) and error.response is not None:
        return f"{error.response.status_code} {error.response.reason}"
    if isinstance(error, exceptions.RequestException):
        return transfer_reason(error)
    if isinstance(error, ValueError):
        return "a file with another hash"
    raise error


def transfer_reason(error: "RequestException") -> str:
    """Why nothing, or not all, came from a server, in a few words that hold no part of its address."""
    from requests import exceptions

    if isinstance(error, exceptions.Timeout):
        return f"no answer within {TIMEOUT} s"
    return "no connection" if isinstance(error, exceptions.ConnectionError) else "broken transfer"
