"""`make options`: what is missing comes back, what is there stays, what is unknown is named."""

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from stages import reference
from stages.completion import completed

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "params.yaml", *sorted((ROOT / "recipes").glob("*.yaml"))]
COMMANDS = reference.commands()
TOY = """\
train:
  # objective
  n_critic: 3
  # run, at last
  steps: 5 # many

sample:
"""


def load(text):
    return YAML(typ="safe", pure=True).load(text)


def without(text, section, key):
    """The text without the line of a key."""
    head, body = re.split(rf"(?<=^{section}:\n)", text, maxsplit=1, flags=re.MULTILINE)
    return head + re.sub(rf"^  {key}:.*\n", "", body, count=1, flags=re.MULTILINE)


def place(text, section, key):
    """The line of a key."""
    lines = text.split("\n")
    start = lines.index(f"{section}:")
    return next(i for i, line in enumerate(lines) if i > start and line.startswith(f"  {key}:"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_whole_files_stay_as_they_are(path):
    text = path.read_bytes().decode()
    assert completed(text, COMMANDS) == text


@pytest.mark.parametrize("path", FILES[:2], ids=lambda path: path.stem)
@pytest.mark.parametrize("section", COMMANDS)
def test_any_option_comes_back_at_its_place(path, section):
    text = path.read_text(encoding="utf-8")
    for option in COMMANDS[section].params:
        less = without(text, section, option.name)
        back = completed(less, COMMANDS)
        assert list(load(back)[section]) == list(load(text)[section])
        # one line more, and all the others as they were
        lines = back.split("\n")
        (new,) = [i for i, line in enumerate(lines) if line.endswith(f" # {option.help}")]
        assert lines[:new] + lines[new + 1 :] == less.split("\n")
        assert new == place(text, section, option.name)


def test_all_options_of_all_sections_come_back():
    bare = "".join(f"{section}: # its options\n" for section in COMMANDS)
    whole = completed(bare, COMMANDS)
    for section, command in COMMANDS.items():
        assert list(load(whole)[section]) == [option.name for option in command.params]
    assert completed(whole, COMMANDS) == whole


def toy():
    def option(name, group, **words):
        made = click.Option([f"--{name}"], help=f"The {name}.", **words)
        made.group = group
        return made

    train = [
        option("n_critic", "Objective", type=int),
        option("rate", "Optimizer", type=float, default=1e-7),
        option("names", "Optimizer", multiple=True),
        option("first", "Run"),
        option("steps", "Run", type=int),
        option("late", "Run", type=bool, default=False),
    ]
    return {
        "train": click.Command("train", params=train),
        "sample": click.Command("sample", params=[option("count", "Samples", default="a: b")]),
    }


def test_a_new_group_gets_its_heading_where_others_have_one():
    assert (
        completed(TOY, toy())
        == """\
train:
  # objective
  n_critic: 3
  # optimizer
  rate: 1e-07 # The rate.
  names: [] # The names.
  # run, at last
  first: # The first.
  steps: 5 # many
  late: false # The late.

sample:
  count: 'a: b' # The count.
"""
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TOY.replace("steps", "stepz"), "unknown key train.stepz"),
        (TOY + "evaluate:\n", "unknown key evaluate"),
        (TOY.replace("sample:\n", ""), "no section sample"),
        ("train: {steps: 3}\nsample:\n", "no place found for train.n_critic"),
        ("train: {steps", "not valid YAML"),
        ("[]", "no mapping"),
        ("", "no mapping"),
    ],
)
def test_what_can_not_be_completed_is_named(text, message):
    with pytest.raises(click.ClickException, match=message):
        completed(text, toy())


def test_the_command_writes_all_files_or_none(in_tmp):
    Path("docs").mkdir()
    for name in ("params.yaml", "docs/options.md"):
        shutil.copy(ROOT / name, name)
    shutil.copytree(ROOT / "recipes", "recipes")
    reference.REPORTED.parent.mkdir(parents=True)
    shutil.copy(ROOT / reference.REPORTED, reference.REPORTED)
    text = Path("params.yaml").read_text(encoding="utf-8")
    Path("params.yaml").write_text(without(text, "train", "gp_weight"), encoding="utf-8")
    bad = Path("recipes/anime-wgan.yaml")
    good = bad.read_text(encoding="utf-8")
    bad.write_text(good.replace("  n_critic:", "  n_critics:"), encoding="utf-8")

    result = CliRunner().invoke(reference.main, [])
    assert result.exit_code == 1
    assert "recipes/anime-wgan.yaml: unknown key train.n_critics" in result.output
    assert "gp_weight" not in Path("params.yaml").read_text(encoding="utf-8")

    bad.write_text(good, encoding="utf-8")
    result = CliRunner().invoke(reference.main, [])
    assert result.output == "params.yaml is complete now\n"
    assert load(Path("params.yaml").read_text(encoding="utf-8")) == load(text)
