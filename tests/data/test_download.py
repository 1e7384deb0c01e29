"""Downloads, against a server on this machine that does what servers do."""

import gzip
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from test_idx import idx

from wgan.data import download as module
from wgan.data.arrays.published import Published
from wgan.data.download import Remote, cache_folder
from wgan.data.sources import fashion_mnist, mnist
from wgan.errors import InputError

IMAGES = np.random.default_rng(0).integers(0, 256, (12, 28, 28), np.uint8)
LABELS = np.arange(12, dtype=np.uint8) % 3
FILES = {"images.gz": gzip.compress(idx(IMAGES)), "labels.gz": gzip.compress(idx(LABELS))}


class Server:
    """Serves FILES below /good/; other folders fail each in its way."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                _, folder, name = self.path.split("/")
                data = FILES[name]
                if folder == "missing":
                    self.send_error(404)
                    return
                if folder == "moved":
                    self.send_response(302)
                    self.send_header("Location", f"/good/{name}")
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write({"cut": data[:100], "wrong": b"x" * len(data)}.get(folder, data))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, folder: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{folder}/"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Server()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WGAN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "tiny"


def tiny(*mirrors: str) -> Published:
    remotes = [
        Remote(name, f"sha256:{hashlib.sha256(data).hexdigest()}") for name, data in FILES.items()
    ]
    return Published("tiny", mirrors, *remotes, classes=("a", "b", "c"))


def check(what: Published, cache: Path) -> None:
    source = what.open()
    delivered = [delivery.read() for delivery in source.deliver(np.arange(12))]
    np.testing.assert_array_equal(delivered, IMAGES)
    np.testing.assert_array_equal(source.labels, LABELS)
    assert source.origin == {
        "files": {"images.gz": what.images.known_hash, "labels.gz": what.labels.known_hash}
    }
    assert sorted(path.name for path in cache.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("bad", ["missing", "cut", "wrong", "moved"])
def test_mirrors_in_turn(server: Server, cache: Path, bad: str) -> None:
    check(tiny(server.url(bad), server.url("good")), cache)


def test_once_only(server: Server, cache: Path) -> None:
    what = tiny(server.url("good"))
    check(what, cache)
    asked = len(server.asked)
    check(what, cache)
    assert len(server.asked) == asked == 2


def test_a_damaged_file_in_the_cache_is_fetched_anew(server: Server, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "images.gz").write_bytes(b"broken")
    check(tiny(server.url("good")), cache)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("missing", "404 Not Found"),
        ("cut", "broken transfer|another hash"),
        ("wrong", "a file with another hash"),
    ],
)
def test_all_mirrors_fail(server: Server, cache: Path, bad: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        tiny(server.url(bad), server.url(bad)).open()
    message = str(caught.value)
    assert "\n" not in message
    assert "mnist-5k needs no network" in message
    assert str(cache) in message
    assert list(cache.iterdir()) == []


def test_offline(cache: Path) -> None:
    # a port that nothing listens on
    with pytest.raises(InputError, match=r"127\.0\.0\.1:9/: no connection") as caught:
        tiny("http://127.0.0.1:9/").open()
    assert "\n" not in str(caught.value)
    assert f"put images.gz and labels.gz into {cache}" in str(caught.value)


def test_files_put_into_the_cache_by_hand(cache: Path) -> None:
    cache.mkdir(parents=True)
    for name, data in FILES.items():
        (cache / name).write_bytes(data)
    check(tiny("http://127.0.0.1:9/"), cache)


def test_the_same_content_packed_by_somebody_else_is_as_good(cache: Path) -> None:
    what = tiny("http://127.0.0.1:9/")
    packed = {
        name: gzip.compress(gzip.decompress(data), 1, mtime=7) for name, data in FILES.items()
    }
    cache.mkdir(parents=True)
    for name, data in packed.items():
        (cache / name).write_bytes(data)
    with pytest.raises(InputError, match="no connection"):
        what.open()  # without the content's hash they are strangers
    known = [
        replace(file, content_sha256=hashlib.sha256(gzip.decompress(FILES[file.name])).hexdigest())
        for file in (what.images, what.labels)
    ]
    check(replace(what, images=known[0], labels=known[1]), cache)
    (cache / "images.gz").write_bytes(packed["images.gz"][:-9])
    with pytest.raises(InputError, match="no connection"):
        replace(what, images=known[0], labels=known[1]).open()


def test_a_silent_server(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(module, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(InputError, match=r"no answer within 0\.2 s"):
            tiny(url).open()


def test_a_cache_that_cannot_be_made(tmp_path: Path, server: Server) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        tiny(server.url("good")).open()


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (IMAGES[:5], LABELS, "5 images, labels.gz 12 labels"),
        (IMAGES, LABELS + 1, "labels from 0 to 2, it has 3"),
        (IMAGES[:0], LABELS[:0], "it has none"),
    ],
)
def test_files_that_do_not_fit(
    cache: Path, images: np.ndarray, labels: np.ndarray, message: str
) -> None:
    cache.mkdir(parents=True)
    what = tiny()
    for key, array in (("images", images), ("labels", labels)):
        data = gzip.compress(idx(array))
        (cache / f"{key}.gz").write_bytes(data)
        remote = Remote(f"{key}.gz", f"sha256:{hashlib.sha256(data).hexdigest()}")
        what = replace(what, mirrors=("http://127.0.0.1:9/",), **{key: remote})
    with pytest.raises(InputError, match=message):
        what.open()


def test_published_sets() -> None:
    sets = [mnist.PUBLISHED, fashion_mnist.PUBLISHED]
    assert len({cache_folder(what.name) for what in sets}) == 2
    for what in sets:
        assert len(what.classes) == 10
        assert all(mirror.endswith("/") for mirror in what.mirrors)
        for remote in (what.images, what.labels):
            kind, _, digest = remote.known_hash.partition(":")
            assert len(digest) == {"sha256": 64, "md5": 32}[kind]
