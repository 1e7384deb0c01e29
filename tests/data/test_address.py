"""Files at addresses, against a server on this machine that breaks off, moves and refuses."""

import gzip
import hashlib
import io
import re
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from image_files import encode

from wgan.data.address import address, fetch_address
from wgan.data.sources.folder import Dataset
from wgan.errors import InputError


def archive() -> bytes:
    buffer = io.BytesIO()
    rng = np.random.default_rng(0)
    with zipfile.ZipFile(buffer, "w") as file:
        for i in range(6):
            file.writestr(
                f"{'ab'[i % 2]}/{i}.png", encode(rng.integers(0, 256, (40, 40), np.uint8))
            )
    return buffer.getvalue()


DATA = archive()
SHA256 = hashlib.sha256(DATA).hexdigest()


class Server:
    """Sends DATA; `cut` bytes at a time if the path says so."""

    def __init__(self) -> None:  # noqa: C901 - a branch for each way a server behaves
        self.asked: list[tuple[str, str | None]] = []
        self.tag, self.data = '"one"', DATA
        asked, server = self.asked, self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                span = self.headers.get("Range")
                asked.append((self.path, span))
                if path == "/secret":
                    self.send_error(403)
                elif path == "/missing.zip":
                    self.send_error(404)
                elif path == "/moved.zip":
                    self.send_response(302)
                    self.send_header("Location", "/set.zip?signature=hidden")
                    self.end_headers()
                elif path == "/page":
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.end_headers()
                    self.wfile.write(b"<html>log in</html>")
                elif self.headers.get("If-None-Match") == server.tag and "always" not in path:
                    self.send_response(304)
                    self.end_headers()
                else:
                    self.file(path, span)

            def file(self, path: str, span: str | None) -> None:
                start = 0
                same = self.headers.get("If-Range") == server.tag or "careless" in path
                if span and same and "whole" not in path:
                    start = int(re.findall(r"\d+", span)[0])
                    self.send_response(206)
                else:
                    self.send_response(200)
                data = server.data[start:]
                self.send_header("Content-Length", str(len(data)))
                if "untagged" not in path:
                    self.send_header("ETag", server.tag)
                if "encoded" in path:
                    self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                self.wfile.write(data[:3000] if "cut" in path else data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(no_keys: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("WGAN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("wgan.data.address._BLOCK", 500)
    monkeypatch.setattr("wgan.data.address.PAUSE", 0.0)
    found = Server()
    yield found
    found.close()


def test_an_address_is_known_in_whatever_form_a_path_leaves_it() -> None:
    assert address(Path("https://a.b/c.zip")) == "https://a.b/c.zip"
    assert address(Path("http://a.b/c.zip")) == "http://a.b/c.zip"
    for path in ("data/https", "https", "/https:/x", "data/a.zip"):
        assert address(Path(path)) == ""
    with pytest.raises(InputError, match="%3A%2F%2F"):
        address(Path("https://a.b/get?u=https://c.d/e"))


@pytest.mark.parametrize("text", ["https://host:port/x.zip", "https://[::1/x.zip"])
def test_what_can_be_no_address_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(InputError, match="this is no address") as caught:
        address(Path(text.replace("//", "//user:secret@")))
    assert caught.value.option == "path"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["set.zip", "moved.zip", "cut.zip", "untagged.zip", "set.zip?a=b"])
def test_once_only_and_whole(server: Server, name: str) -> None:
    found = fetch_address(server.url(name))
    assert found.path.read_bytes() == DATA
    assert found.sha256 == SHA256
    assert "?" not in found.url
    asked = len(server.asked)
    assert fetch_address(server.url(name), SHA256).path == found.path
    assert len(server.asked) == asked, "taken from the cache"
    left = {path.name for path in found.path.parent.iterdir()}
    assert left - {f"{found.path.name}.tag", ".lock"} == {found.path.name}


def test_a_changed_file_is_fetched_anew_unless_its_hash_was_given(server: Server) -> None:
    url = server.url("set.zip")
    fetch_address(url)
    server.data = b"another file"
    assert fetch_address(url).path.read_bytes() == DATA, "the server says: not changed"
    server.tag = '"two"'
    assert fetch_address(url, SHA256).path.read_bytes() == DATA, "nobody asks"
    assert fetch_address(url).path.read_bytes() == b"another file"
    server.tag, server.data = 'W/"three"', b"marked by a weak tag"
    assert fetch_address(url).path.read_bytes() == server.data
    server.tag, server.data = 'W/"four"', b"and by another"
    assert fetch_address(url).path.read_bytes() == server.data
    server.close()
    assert fetch_address(url).path.read_bytes() == b"and by another", "offline it is what was there"


def test_of_two_runs_at_once_the_second_waits_and_takes_what_is_there(server: Server) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(fetch_address, [server.url("cut.zip")] * 2))
    assert [each.path.read_bytes() for each in found] == [DATA, DATA]
    assert len([span for _, span in server.asked if span is None]) == 2, "one start, one question"


def test_a_server_that_sends_it_again_unasked_is_cut_short(server: Server) -> None:
    url = server.url("always.zip")
    fetch_address(url)
    server.data = b"not looked at: the tag is the same"
    assert fetch_address(url).path.read_bytes() == DATA
    assert len(server.asked) == 2


def test_it_goes_on_where_it_broke(server: Server) -> None:
    assert len(DATA) > 7000
    fetch_address(server.url("cut.zip"))
    assert [span for _, span in server.asked[:3]] == [None, "bytes=3000-", "bytes=6000-"]


def cut_short(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the first part of the file behind."""
    with monkeypatch.context() as patch:
        patch.setattr("wgan.data.address._why", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fetch_address(url)


def test_another_run_goes_on(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_short(server.url("cut.zip"), monkeypatch)
    assert fetch_address(server.url("cut.zip")).path.read_bytes() == DATA
    assert server.asked[1][1] == "bytes=3000-"


@pytest.mark.parametrize("name", ["cut.zip", "careless-cut.zip"])
def test_parts_of_two_versions_are_never_mixed(
    server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nor where the server sends the rest of another file, though asked not to."""
    cut_short(server.url(name), monkeypatch)
    server.tag, server.data = '"two"', DATA[::-1]
    assert fetch_address(server.url(name)).path.read_bytes() == DATA[::-1]
    assert [span for _, span in server.asked[:2]] == [None, "bytes=3000-"]


def test_a_part_with_a_weak_tag_is_not_gone_on_with(server: Server) -> None:
    """Such a tag promises nothing of the bytes."""
    server.tag = 'W/"one"'
    with pytest.raises(InputError, match="can't be downloaded"):
        fetch_address(server.url("cut.zip"))
    assert {span for _, span in server.asked} == {None}


def test_a_server_that_always_begins_anew(server: Server) -> None:
    with pytest.raises(InputError, match="can't be downloaded: the connection broke"):
        fetch_address(server.url("cut-whole.zip"))
    assert len(server.asked) == 6


def test_another_hash(server: Server) -> None:
    with pytest.raises(InputError, match=f"has sha256 {SHA256}, not {'0' * 64}") as caught:
        fetch_address(server.url("set.zip"), "0" * 64)
    assert caught.value.option == "sha256"
    with pytest.raises(InputError, match="no sha256: 64 digits"):
        fetch_address(server.url("set.zip"), "abc")
    found = fetch_address(server.url("set.zip"), SHA256.upper())
    found.path.write_bytes(b"damaged")
    assert fetch_address(server.url("set.zip"), SHA256).path.read_bytes() == DATA


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("secret?key=hidden", "needs access: download it by hand"),
        ("missing.zip", "404"),
        ("page", "is a web page, not a file"),
    ],
)
def test_refusals_are_one_line(server: Server, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        fetch_address(server.url(name))
    assert "hidden" not in str(caught.value)
    assert caught.value.option == "path"


def test_no_connection_and_no_key_in_the_message(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wgan.data.address.TRIES", 1)
    with pytest.raises(InputError, match="no connection") as caught:
        fetch_address("http://127.0.0.1:9/a.zip?token=hidden")
    assert "hidden" not in str(caught.value)
    with pytest.raises(InputError, match="is not https: give its sha256"):
        fetch_address("http://example.org/a.zip")


def test_a_source_at_an_address(server: Server) -> None:
    source = Dataset(path=Path(server.url("set.zip")), sha256=SHA256).open()
    assert source.classes == ("a", "b")
    assert source.origin["address"] == {"url": server.url("set.zip"), "sha256": SHA256}
    with pytest.raises(InputError, match="no address"):
        Dataset(path=Path("data/raw"), sha256=SHA256).open()


def test_bytes_are_kept_as_sent_where_a_server_calls_gzip_an_encoding(server: Server) -> None:
    """As S3 does with what was stored so: the publisher's hash is that of the packed file."""
    server.data = gzip.compress(DATA)
    sha256 = hashlib.sha256(server.data).hexdigest()
    assert fetch_address(server.url("encoded.tgz"), sha256).sha256 == sha256
    cut = fetch_address(server.url("encoded-cut.tgz"), sha256)
    assert cut.path.read_bytes() == server.data
