"""What several test modules need."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# before any test imports TensorFlow: its start-up lines are noise here
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
