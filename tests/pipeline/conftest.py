"""One short run through DVC, shared by the tests of this folder."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from project import clone, sh


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which the pipeline ran."""
    folder = clone(tmp_path_factory.mktemp("first"))
    sh(folder, "dvc", "repro")
    return folder
