"""The choices of a run: who declares them, what can be chosen, and what it costs to ask."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from wgan import found
from wgan.errors import InputError
from wgan.gan import networks, objectives
from wgan.gan.config import TRAIN_OWNERS, train_config
from wgan.gan.objectives import wgan, wgan_gp
from wgan.options import options_of

ROOT = Path(__file__).parents[2]


def files(package):
    return {
        path.stem.replace("_", "-")
        for path in (ROOT / "wgan/gan" / package).glob("*.py")
        if path.stem != "__init__"
    }


def test_every_file_is_a_choice():
    assert set(networks.NAMES) == files("networks/pairs")
    assert set(objectives.LOSSES) == files("objectives")
    choices = {each.name: each for each in options_of(*TRAIN_OWNERS)}
    assert choices["network"].kind.values == networks.NAMES
    assert choices["loss"].kind.values == tuple(objectives.LOSSES)
    for name in objectives.LOSSES:
        assert name in choices["loss"].help


def test_a_file_appears_and_is_found(tmp_path, monkeypatch):
    package = tmp_path / "shapes"
    package.mkdir()
    for name in ("__init__", "thin_line", "dot"):
        (package / f"{name}.py").write_text(f"NAME = {name!r}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert found.names([str(package)]) == ("dot", "thin-line")
    assert found.load("shapes", "thin-line").NAME == "thin_line"


def test_no_two_owners_declare_one_name():
    names = Counter(each.name for each in options_of(*TRAIN_OWNERS))
    assert max(names.values()) == 1, names.most_common(3)


def test_the_objective_takes_its_own_options_and_no_others():
    options = {"gp_weight": 3.0, "clip_value": 0.5, "seed": 7}
    config = train_config({"loss": "wgan", **options})
    assert config.objective == wgan.Loss(clip_value=0.5)
    assert config.seed == 7
    assert train_config(options).objective == wgan_gp.Loss(gp_weight=3.0)


def test_two_ways_for_the_rate_to_fall_are_refused():
    with pytest.raises(InputError, match=r"linear and learning_rate_decay 0.1 exclude") as refused:
        train_config({"schedule": "linear", "learning_rate_decay": 0.1})
    assert refused.value.option == "schedule"


def test_choices_are_known_without_keras():
    """`--help` asks for them, and prepare may."""
    code = (
        "import sys; from wgan.gan.config import TRAIN_OWNERS; from wgan.gan import networks; "
        "assert all(16 in networks.pair(name).SIZES for name in networks.NAMES); "
        "sys.exit(str({'tensorflow', 'keras', 'scipy', 'sklearn'} & set(sys.modules) or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
