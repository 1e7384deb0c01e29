"""What memory a run may take: that of the machine, of its container, of its job."""

import psutil
import pytest

from stages.support import prepared


@pytest.mark.parametrize(
    ("own", "limits", "size"),
    [
        ("0::/", {"memory.max": "1000"}, 500),
        ("0::/", {"memory.max": "max"}, None),
        ("0::/", {}, None),
        (None, {}, None),
        (None, {"memory.max": "1000"}, 500),
        ("0::/slice/job", {"slice/memory.max": "1000", "slice/job/memory.max": "max"}, 500),
        ("0::/slice/job", {"slice/memory.max": "1000", "slice/job/memory.max": "600"}, 300),
        ("0::/slice/job", {"other/memory.max": "600"}, None),
        ("0::/not/here", {"memory.max": "1000"}, 500),
        ("5:cpu:/a\n4:memory:/job", {"memory/job/memory.limit_in_bytes": "1000"}, 500),
        ("4:memory:/out/side", {"memory/memory.limit_in_bytes": "1000"}, 500),
    ],
)
def test_memory_is_that_which_a_container_or_a_job_has(tmp_path, monkeypatch, own, limits, size):
    for name, written in limits.items():
        path = tmp_path / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written + "\n")
    if own:
        (tmp_path / "own").write_text(own + "\n")
    monkeypatch.setattr(prepared, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(prepared, "OWN", tmp_path / "own")
    whole = psutil.virtual_memory().total
    assert prepared.Memory(0.5).size == (size or 0.5 * whole)
