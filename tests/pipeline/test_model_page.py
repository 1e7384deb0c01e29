"""The Python of docs/model.md, run as it stands in a clone in which the pipeline ran."""

import re

import numpy as np
from project import ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_every_block_runs(first, monkeypatch):
    monkeypatch.chdir(first)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names = {}
    blocks = BLOCK.findall((ROOT / "docs/model.md").read_text(encoding="utf-8"))
    assert len(blocks) == 4
    for block in blocks:
        exec(block, names)
    assert names["images"].shape[1:] == (28, 28, 1)
    assert np.isfinite(names["history"]["wasserstein"]).all()
    assert names["made"].shape == (10, 28, 28, 1)
