"""Which processors are told what to use; that it works is in tests/pipeline."""

import os

import pytest

from stages.support import portable


@pytest.mark.parametrize(
    ("machine", "told", "has"),
    [
        ("x86_64", "flags : fpu avx avx2 bmi2", True),
        ("x86_64", "flags : fpu avx avx512", False),
        ("aarch64", "flags : avx2", False),
        ("AMD64", None, True),
    ],
)
def test_only_processors_with_avx2_are_told_to_use_it(monkeypatch, tmp_path, machine, told, has):
    monkeypatch.setattr(portable.platform, "machine", lambda: machine)
    if told:
        (tmp_path / "cpuinfo").write_text(told)
    assert portable.has_avx2(tmp_path / "cpuinfo") == has
    monkeypatch.setattr(portable, "has_avx2", lambda: has)
    monkeypatch.setenv("OPENBLAS_CORETYPE", "own")
    portable.fix_libraries()
    assert os.environ["OPENBLAS_CORETYPE"] == ("Haswell" if has else "own")
