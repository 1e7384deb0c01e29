from pathlib import Path

import pytest

KEYS = ("KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY", "HF_TOKEN", "HF_HOME", "HF_TOKEN_PATH",
        "KAGGLE_CONFIG_DIR")  # fmt: skip


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The person who runs the tests has no keys, and an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
