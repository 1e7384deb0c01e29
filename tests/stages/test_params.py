"""The options of the commands, params.yaml, the recipes and docs/options.md say the same."""

import re
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from stages.prepare import main as prepare
from stages.reference import BLOCK, OPTIONS, REPORTED, commands, known, tables
from stages.support.checkpoints import APART
from stages.support.params import read_section
from wgan.gan.config import TRAIN_OWNERS
from wgan.options import SECTIONS, options_of

ROOT = Path(__file__).parents[2]
COMMANDS = commands()
FILES = [ROOT / "params.yaml", *sorted((ROOT / "recipes").glob("*.yaml"))]
PAIRS = [(name, option) for name, command in COMMANDS.items() for option in command.params]
ids = [f"{name}.{option.name}" for name, option in PAIRS]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_params_and_recipes_hold_every_option_and_no_other(path):
    document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    assert tuple(document) == SECTIONS
    for name, command in COMMANDS.items():
        declared = [option.name for option in command.params]
        assert list(document[name]) == declared, "`make options` adds what is missing"


@pytest.mark.parametrize(("section", "option"), PAIRS, ids=ids)
def test_every_option_is_explained(section, option):
    assert option.help
    assert option.help.endswith(".")
    assert option.group


@pytest.mark.parametrize("name", SECTIONS)
def test_params_hold_the_defaults(name, monkeypatch, tmp_path):
    def parsed():
        context = COMMANDS[name].make_context(name, [])
        return context.params

    monkeypatch.chdir(ROOT)
    given = parsed()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params.yaml").write_text("{}", encoding="utf-8")
    assert parsed() == given


@pytest.mark.parametrize("name", SECTIONS)
def test_help_names_every_option_under_a_heading(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    command = COMMANDS[name]
    text = command.get_help(click.Context(command, info_name=name))
    for option in command.params:
        assert option.opts[0] in text
        assert f"{option.group}:" in text


def test_how_images_are_held_is_no_choice_of_the_run():
    shaping = {option.name for option in options_of(*TRAIN_OWNERS)}
    assert shaping | {"memory_share", "start_from", "portable"} == {
        option.name for option in COMMANDS["train"].params
    }
    # what start_from holds is in the key, not where it is; portable shapes the bytes, so it is in the key
    assert {"memory_share", "start_from", "steps"} == APART


def test_the_contract_keys_are_there():
    contract = {
        "prepare": "dataset path classes image_size channels validation test seed",
        "train": "loss n_critic steps batch_size latent_dim gp_weight clip_value seed",
        "sample": "count seed",
    }
    for name, keys in contract.items():
        assert set(keys.split()) <= {option.name for option in COMMANDS[name].params}


def test_params_comment_every_group():
    """Each heading of --help is found in params.yaml, so the file reads like the help."""
    text = (ROOT / "params.yaml").read_text(encoding="utf-8")
    sections = re.split(r"^(?=\w+:)", text, flags=re.MULTILINE)[1:]
    for name, section in zip(SECTIONS, sections, strict=True):
        for option in COMMANDS[name].params:
            assert f"# {option.group.lower()}" in section, f"{name}: {option.group}"


def test_the_docs_list_every_option():
    page = (ROOT / OPTIONS).read_text(encoding="utf-8")
    assert BLOCK.search(page)[0] == tables(), "refresh it with `make options`"


def test_the_page_knows_every_option():
    known_here = (ROOT / REPORTED).read_text(encoding="utf-8")
    assert known_here == known(), "refresh it with `make options`"


def test_texts_stay_as_they_are_written_and_null_in_any_capitals_is_none(in_tmp):
    Path("params.yaml").write_text(
        "prepare:\n  path: 007\n  labels: 'None'\n  label_column: NULL\n"
    )
    assert read_section("prepare", prepare.params) == {"path": "007"}
