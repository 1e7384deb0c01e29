"""Plain writes, as drives and networks let them happen."""

import os
from pathlib import Path

import pytest

from wgan.data.disk import write_at


def test_short_writes_go_on_where_they_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: whole(file, bytes(data)[:7], at))
    with (tmp_path / "a").open("wb") as file:
        write_at(file.fileno(), bytes(range(50)), 3, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == bytes(3) + bytes(range(50))
