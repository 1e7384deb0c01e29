"""A file at an address, fetched once into the user's cache."""

import hashlib
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock

from wgan.data.access import credentials, how_to_get_in
from wgan.data.disk import sha256_of
from wgan.data.download import TIMEOUT, cache_folder, transfer_reason
from wgan.errors import InputError, reason

if TYPE_CHECKING:
    from requests import RequestException, Response

TRIES = 5
"""Connections in turn that bring nothing; any that brings a part is followed by one for the rest."""
PAUSE = 2.0
"""Seconds before another connection after one that brought nothing."""
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Fetched:
    """A file of the cache."""

    path: Path
    url: str
    """Without what may be secret: user, password and query."""
    sha256: str


def address(path: Path) -> str:
    """The address that a path is, as `Path` leaves one slash of two; empty if it is none.

    Raises InputError where such a slash may be missing in its query, or the address can't be one.
    """
    text = path.as_posix()
    if not re.match(r"https?:/", text):
        return ""
    scheme, rest = re.split(":/+", text, maxsplit=1)
    if ":/" in rest:
        raise InputError("of an address within an address write :// as %3A%2F%2F", option="path")
    url = f"{scheme}://{rest}"
    try:
        # the port alone is checked late, when it is read
        _ = urlsplit(url).port
    except ValueError as error:
        # without the address: it may hold a password
        raise InputError(f"this is no address: {reason(error)}", option="path") from None
    return url


def shown(url: str) -> str:
    """The address without what may be secret: user, password and query."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, host + port, parts.path, "", ""))


def fetch_address(url: str, sha256: str = "") -> Fetched:
    """Give the file at `url` from the cache, downloaded if it isn't there or has another hash.

    Without a `sha256` the server is asked whether it has changed since (by its ETag); if that can't
    be found out, the file of the cache is taken. A broken download is kept, and goes on from there
    the next time. Raises InputError if the file can't be had or is not the one of `sha256`.
    """
    parts = urlsplit(url)
    named = shown(url)
    wanted = sha256.strip().lower().removeprefix("sha256:")
    if wanted and not re.fullmatch("[0-9a-f]{64}", wanted):
        raise InputError(f"{sha256!r} is no sha256: 64 digits from 0 to f", option="sha256")
    if parts.scheme != "https" and not wanted and parts.hostname not in ("127.0.0.1", "localhost"):
        raise InputError(f"{named} is not https: give its sha256 as well", option="path")
    key = hashlib.sha256(url.encode()).hexdigest()[:16]
    name = re.sub(r"[^\w.+-]", "_", parts.path.rstrip("/").rpartition("/")[2]) or "file"
    final = cache_folder("addresses") / key / name
    final.parent.mkdir(parents=True, exist_ok=True)
    # of two runs at once the second waits, and takes what the first has fetched
    with FileLock(final.parent / ".lock"):
        if final.is_file():
            found = sha256_of(final)
            if found == wanted or not (wanted or _renewed(url, final)):
                return Fetched(final, named, found)
        partial = final.with_name(f"{final.name}.partial")
        _download(url, named, partial)
        found = sha256_of(partial)
        if wanted and found != wanted:
            partial.unlink()
            _tag(partial).unlink(missing_ok=True)
            raise InputError(f"{named} has sha256 {found}, not {wanted}", option="sha256")
        _tag(final).unlink(missing_ok=True)
        partial.replace(final)
        if _tag(partial).is_file():
            _tag(partial).replace(_tag(final))
        return Fetched(final, named, found)


def _download(url: str, named: str, partial: Path) -> None:
    """Fetch all of it into `partial`, going on where that ends."""
    import requests
    from tqdm import tqdm

    with tqdm(
        desc="download",
        unit="B",
        unit_scale=True,
        ncols=80,
        disable=not sys.stderr.isatty(),
    ) as bar:
        why, idle = "it ended too early", 0
        while idle < TRIES:
            before = _size(partial)
            try:
                if _go_on(url, named, partial, bar):
                    return
            except requests.RequestException as error:
                # its own words may hold the query of an address, and with it a key
                why = _why(error)
            grown = _size(partial) > before
            idle = 0 if grown else idle + 1
            if not grown and idle < TRIES:
                time.sleep(PAUSE)
    raise InputError(
        f"{named} can't be downloaded: {why}; the next run goes on from what is there",
        option="path",
    )


def _renewed(url: str, final: Path) -> bool:
    """Whether the server has another file by now than the one in the cache."""
    import requests

    if not _tag(final).is_file():
        return False
    tag = _tag(final).read_text(encoding="utf-8")
    headers = {"Accept-Encoding": "identity", "If-None-Match": tag}
    try:
        with requests.get(
            url, headers=headers, auth=credentials(url), stream=True, timeout=TIMEOUT
        ) as answer:
            # some servers take no notice of the question, and begin to send the same file
            return answer.status_code == 200 and answer.headers.get("ETag", tag) != tag
    except requests.RequestException:
        return False


def _tag(path: Path) -> Path:
    """Where the ETag of a file, or of a part of it, stands."""
    return path.with_name(f"{path.name}.tag")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _go_on(url: str, named: str, partial: Path, bar: "Any") -> bool:
    """One connection; returns whether the file is whole then."""
    import requests

    tag = _tag(partial)
    mark = tag.read_text(encoding="utf-8") if tag.is_file() else ""
    # a weak one promises nothing of the bytes
    start = _size(partial) if mark and not mark.startswith("W/") else 0
    headers = {"Accept-Encoding": "identity"}
    if start:
        # unless it is still the same file, the server sends all of it
        headers |= {"Range": f"bytes={start}-", "If-Range": mark}
    with requests.get(
        url, headers=headers, auth=credentials(url), stream=True, timeout=TIMEOUT
    ) as answer:
        if answer.status_code == 416:
            # no byte is left, or it has become another file: begin anew
            tag.unlink()
            return False
        _check(answer, url, named)
        if answer.status_code == 206 and answer.headers.get("ETag", mark) != mark:
            # some servers send the rest of another file, though asked not to
            tag.unlink()
            return False
        if answer.status_code != 206:
            start = 0
            tag.unlink(missing_ok=True)
            if mark := answer.headers.get("ETag"):
                tag.write_text(mark, encoding="utf-8")
        length = answer.headers.get("Content-Length")
        whole = start + int(length) if length and length.isdigit() else None
        bar.reset(total=whole)
        bar.update(start)
        with partial.open("ab" if start else "wb") as file:
            for block in _as_sent(answer):
                file.write(block)
                bar.update(len(block))
    return whole is None or partial.stat().st_size >= whole


def _as_sent(answer: "Response") -> Iterator[bytes]:
    """The bytes as they come: some servers call a .gz an encoding, and lengths and hashes are of it."""
    from requests.exceptions import ChunkedEncodingError
    from urllib3.exceptions import HTTPError

    try:
        yield from answer.raw.stream(_BLOCK, decode_content=False)
    except HTTPError as error:
        raise ChunkedEncodingError(error) from None


def _check(answer: "Response", url: str, named: str) -> None:
    if answer.status_code in (401, 403):
        raise InputError(f"{named} needs access: {how_to_get_in(url)}", option="path")
    if not answer.ok:
        raise InputError(f"{named}: {answer.status_code} {answer.reason}", option="path")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise InputError(f"{named} is a web page, not a file; {how_to_get_in(url)}", option="path")


def _why(error: "RequestException") -> str:
    from requests.exceptions import ChunkedEncodingError

    broke = isinstance(error, ChunkedEncodingError)
    return "the connection broke" if broke else transfer_reason(error)
