"""Stages run by hand don't take what was made from other things than lie here."""

import json
from pathlib import Path

import pytest

from stages.support.lineage import DVC, refuse_others, remember
from stages.support.paths import GENERATOR, HISTORY, PREPARED, SAMPLES
from wgan.errors import InputError


@pytest.fixture(autouse=True)
def made(in_tmp, monkeypatch):
    """Prepared data, a generator trained on them, and its samples."""
    monkeypatch.delenv(DVC, raising=False)
    for path in (GENERATOR, HISTORY, SAMPLES, PREPARED / "dataset.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
    prepare("1234")
    GENERATOR.write_text("trained")
    HISTORY.write_text("step")
    remember("train")
    SAMPLES.write_text("images")
    remember("sample")
    refuse_others("train", "sample")


def prepare(digest: str, **more: str) -> None:
    account = {"classes": ["a"], "files": {"train_images.npy": digest}, **more}
    (PREPARED / "dataset.json").write_text(json.dumps(account))


def test_other_data_are_refused_and_the_same_from_elsewhere_are_not():
    prepare("1234", source="another path")
    refuse_others("train", "sample")
    prepare("5678")
    with pytest.raises(InputError, match=r"generator\.keras was made from another data/prepared"):
        refuse_others("train")
    with pytest.raises(InputError, match=r"stages\.sample` again"):
        refuse_others("sample")


def test_samples_of_an_earlier_generator_are_refused():
    GENERATOR.write_text("trained again")
    remember("train")
    refuse_others("train")
    with pytest.raises(
        InputError, match=r"images\.npy was made from another models/generator\.keras"
    ):
        refuse_others("sample")


def test_what_came_in_another_way_or_runs_under_dvc_is_not_doubted(monkeypatch):
    prepare("5678")
    GENERATOR.write_text("of DVC's cache")
    refuse_others("train")
    for record in Path(".by_hand").glob("*.made"):
        record.write_text("{")
    refuse_others("train", "sample")
    remember("train")
    prepare("1234")
    monkeypatch.setenv(DVC, "/project")
    refuse_others("train")
