"""Results go to a colleague through a remote: a folder, an S3 server, a web server."""

import functools
import http.server
import os
import threading

import pytest
from moto.server import ThreadedMotoServer
from project import IDENTITY, sh

KEYS = {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def published(first):
    """The run, committed."""
    sh(first, "git", "add", "-A")
    sh(first, "git", *IDENTITY, "commit", "-qm", "results", "--allow-empty")
    return first


def colleague(published, folder):
    sh(folder.parent, "git", "clone", "-q", str(published), folder.name)
    return folder


def assert_has_the_results(folder, published):
    model = "models/generator.keras"
    assert (folder / model).read_bytes() == (published / model).read_bytes()
    assert "up to date" in sh(folder, "dvc", "repro")


def test_a_folder_with_its_run_cache(published, tmp_path):
    sh(published, "dvc", "remote", "add", "-f", "store", str(tmp_path / "store"))
    sh(published, "dvc", "push", "-r", "store", "--run-cache")
    folder = colleague(published, tmp_path / "colleague")
    sh(folder, "dvc", "remote", "add", "store", str(tmp_path / "store"))
    sh(folder, "dvc", "pull", "-r", "store", "--run-cache")
    assert_has_the_results(folder, published)
    # without the lock, too, as far as DVC shares: metrics that git keeps are in no remote
    (folder / "dvc.lock").unlink()
    assert "Stage 'prepare' is cached" in sh(folder, "dvc", "repro", "prepare")


def test_curves_compare_in_a_clone_that_pulled_nothing(published, tmp_path):
    folder = colleague(published, tmp_path / "colleague")
    history = folder / "reports/train/history.csv"
    history.write_text("".join(history.read_text().splitlines(keepends=True)[:-1]))
    sh(folder, "dvc", "plots", "diff", "HEAD", "-o", "plots")
    html = (folder / "plots/index.html").read_text()
    for curve in ("real minus fake score", "mean score", "loss", "penalty", "unseen images"):
        assert curve in html


def test_an_s3_server(published, tmp_path, monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        import boto3

        boto3.client("s3", endpoint_url=url).create_bucket(Bucket="bucket")
        folder = colleague(published, tmp_path / "colleague")
        for place in (published, folder):
            sh(place, "dvc", "remote", "add", "-f", "s3", "s3://bucket/store")
            sh(place, "dvc", "remote", "modify", "--local", "s3", "endpointurl", url)
        sh(published, "dvc", "push", "-r", "s3", "--run-cache")
        sh(folder, "dvc", "pull", "-r", "s3", "--run-cache")
        assert_has_the_results(folder, published)
    finally:
        server.stop()


def test_a_web_server_for_reading(published, tmp_path):
    store = tmp_path / "store"
    sh(published, "dvc", "remote", "add", "-f", "writer", str(store))
    sh(published, "dvc", "push", "-r", "writer")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=os.fspath(store))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        folder = colleague(published, tmp_path / "colleague")
        url = f"http://127.0.0.1:{server.server_port}/"
        sh(folder, "dvc", "remote", "add", "web", url)
        sh(folder, "dvc", "pull", "-r", "web")
        assert_has_the_results(folder, published)
        server.shutdown()


def test_the_model_by_its_name(published, tmp_path):
    sh(published, "git", *IDENTITY, "tag", "-a", "generator@v0.1.0", "-m", "a model")
    sh(published, "dvc", "remote", "add", "-f", "-d", "store", str(tmp_path / "store"))
    sh(published, "dvc", "push")
    sh(published, "git", *IDENTITY, "commit", "-qam", "the remote")
    sh(published, "git", *IDENTITY, "tag", "-f", "-a", "generator@v0.1.0", "-m", "a model")
    sh(tmp_path, "dvc", "artifacts", "get", str(published), "generator", "--rev", "v0.1.0")
    wanted = (published / "models/generator.keras").read_bytes()
    assert next(tmp_path.rglob("generator.keras")).read_bytes() == wanted
