"""What several test modules need."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# before any test imports TensorFlow: its start-up lines are noise here
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# what the tests expect to the digit is a processor's; two processes would fill a GPU's memory besides
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
# as the stages have it
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes share the tests by files; those of one run through DVC stay together, first."""
    pipeline = Path(__file__).parent / "pipeline"
    items.sort(key=lambda item: not item.path.is_relative_to(pipeline))
    for item in items:
        together = pipeline if item.path.is_relative_to(pipeline) else item.path
        item.add_marker(pytest.mark.xdist_group(str(together)))


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def eager(request: pytest.FixtureRequest) -> Iterator[None]:
    """TensorFlow without graphs, whose tracing takes seconds; the mark `graph` asks for them."""
    import tensorflow as tf

    tf.config.run_functions_eagerly("graph" not in request.keywords)
    yield
    tf.config.run_functions_eagerly(False)
