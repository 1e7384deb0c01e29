"""A training run that starts from the networks of another."""

import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from stages.support.start import Start
from wgan.errors import InputError

pytestmark = pytest.mark.usefixtures("eager", "project")
EARLIER = Path("earlier")


def generator():
    return Path("models/generator.keras").read_bytes()


def keys():
    return {path.name for path in Path(".checkpoints").iterdir()}


def test_the_run_goes_on_from_there_and_what_is_there_shapes_it(run_stage):
    assert run_stage("train", seed=5).exit_code == 0
    EARLIER.mkdir()
    for name in ("generator.keras", "critic.keras"):
        shutil.copy(Path("models") / name, EARLIER)
    assert run_stage("train").exit_code == 0
    new, before = generator(), keys()

    assert run_stage("train", start_from="earlier").exit_code == 0
    started = generator()
    assert started != new
    (key,) = keys() - before

    # another place, the same networks: the same run
    EARLIER.rename("models/start")
    assert run_stage("train").exit_code == 0
    assert generator() == started
    assert keys() - before == {key}

    # a generator alone is another start
    assert run_stage("train", start_from="models/start/generator.keras").exit_code == 0
    assert generator() not in (new, started)
    assert len(keys() - before) == 2


def test_another_network_is_refused_in_one_line(run_stage):
    assert run_stage("train").exit_code == 0
    before = generator()
    result = run_stage("train", latent_dim=4, start_from="models/generator.keras")
    assert result.exit_code == 1
    last = result.output.splitlines()[-1]
    assert last.startswith("Error: train.start_from: models/generator.keras has other layers: ")
    assert generator() == before


def test_the_default_folder_may_be_empty_or_missing_and_no_other():
    assert Start().files() == {}
    Path("models/start").mkdir(parents=True)
    assert Start().files() == {}
    EARLIER.mkdir()
    for path in (EARLIER, Path("nowhere")):
        with pytest.raises(InputError, match=f"{path} is no file, and no folder with") as refused:
            Start(path).files()
        assert refused.value.option == "start_from"
    (EARLIER / "critic.keras").touch()
    assert Start(EARLIER).files() == {"critic": EARLIER / "critic.keras"}


def test_dvc_takes_the_place_for_a_dependency():
    """DVC fails where a dependency is missing: git holds the default folder."""
    root = Path(__file__).parents[2]
    deps = YAML(typ="safe").load((root / "dvc.yaml").read_text("utf-8"))["stages"]["train"]["deps"]
    assert "${train.start_from}${end}" in deps
    assert (root / Start().start_from / ".gitignore").is_file()
