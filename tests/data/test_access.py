"""Keys for the places that ask for one: whose they are, and where they never go."""

import json
from pathlib import Path

import pytest
import requests

from wgan.data import access
from wgan.data.access import credentials


def header(url: str) -> str | None:
    return (
        requests.Request("GET", url, auth=credentials(url)).prepare().headers.get("Authorization")
    )


KAGGLE = "https://www.kaggle.com/api/v1/datasets/download/a/b"
HUGGING_FACE = "https://huggingface.co/datasets/a/b/resolve/main/c.parquet"


def test_keys_come_from_the_persons_own_places(
    no_keys: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert header(KAGGLE) is None
    assert header(HUGGING_FACE) is None
    (tmp_path / ".kaggle").mkdir()
    (tmp_path / ".kaggle/kaggle.json").write_text(json.dumps({"username": "u", "key": "k"}))
    assert header(KAGGLE) == "Basic dTpr"
    (tmp_path / ".kaggle/access_token").write_text("file\n")
    assert header(KAGGLE) == "Bearer file"
    monkeypatch.setenv("KAGGLE_API_TOKEN", "environment")
    assert header(KAGGLE) == "Bearer environment"
    monkeypatch.delenv("KAGGLE_API_TOKEN")
    (tmp_path / ".kaggle/access_token").unlink()
    monkeypatch.setenv("KAGGLE_USERNAME", "me")
    monkeypatch.setenv("KAGGLE_KEY", "secret")
    assert header(KAGGLE) == "Basic bWU6c2VjcmV0"
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/access_token").write_text("elsewhere")
    monkeypatch.setenv("KAGGLE_CONFIG_DIR", str(tmp_path / "keys"))
    assert header(KAGGLE) == "Bearer elsewhere"
    (tmp_path / ".cache/huggingface").mkdir(parents=True)
    (tmp_path / ".cache/huggingface/token").write_text("file")
    assert header(HUGGING_FACE) == "Bearer file"
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub/token").write_text("hub")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    assert header(HUGGING_FACE) == "Bearer hub"
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "keys/access_token"))
    assert header(HUGGING_FACE) == "Bearer elsewhere"
    monkeypatch.setenv("HF_TOKEN", "environment")
    assert header(HUGGING_FACE) == "Bearer environment"


def test_keys_go_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAGGLE_API_TOKEN", "hidden")
    monkeypatch.setenv("HF_TOKEN", "hidden")
    for url in (
        KAGGLE.replace("https", "http"),
        "https://kaggle.com.example.org/a",
        "https://notkaggle.com/a",
        "https://example.org/kaggle.com",
        "https://127.0.0.1/a",
    ):
        assert header(url) is None
    assert "hidden" not in access.how_to_get_in(KAGGLE)


def test_a_redirection_to_another_host_takes_no_key() -> None:
    session = requests.Session()
    answer = requests.Response()
    answer.request = requests.Request("GET", KAGGLE, auth=access._bearer("hidden")).prepare()
    onward = answer.request.copy()
    onward.url = "https://storage.googleapis.com/x?signature=1"
    session.rebuild_auth(onward, answer)
    assert "Authorization" not in onward.headers
