"""Every option where people read of it, written from the commands themselves: `make options`."""

import importlib
import json
import re
from pathlib import Path

import click

from stages.completion import completed
from stages.support.accepted import accepted, default
from stages.support.command import StageOption
from stages.support.paths import PARAMS
from wgan.options import SECTIONS
from wgan.report.params import word

RECIPES = Path("recipes")
OPTIONS = Path("docs/options.md")
REPORTED = Path("wgan/report/options.json")
BLOCK = re.compile(r"(?<=<!-- options -->\n).*?(?=<!-- /options -->)", re.DOTALL)


@click.command()
def main() -> None:
    """Put the tables of options into docs/options.md, and what is missing into params.yaml and recipes/."""
    whole: dict[Path, str] = {
        path: _completed(path) for path in (PARAMS, *sorted(RECIPES.glob("*.yaml")))
    }
    whole[REPORTED] = known()
    whole[OPTIONS] = BLOCK.sub(lambda _: tables(), _read(OPTIONS))
    for path, text in whole.items():
        if not path.is_file() or text != _read(path):
            path.write_bytes(text.encode())
            click.echo(f"{path} is complete now")


def commands() -> dict[str, click.Command]:
    """The stages' commands by their sections of params.yaml."""
    return {name: importlib.import_module(f"stages.{name}").main for name in SECTIONS}


def known() -> str:
    """Default and meaning of every option as JSON, for the page of a run."""
    told = {
        f"{section}.{option.name}": {"default": word(default(option)), "meaning": option.help}
        for section, command in commands().items()
        for option in command.params
        if isinstance(option, click.Option)
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def tables() -> str:
    """Every option of every stage in Markdown, a heading per stage and a table per group of --help."""
    lines = []
    for section, command in commands().items():
        lines += ["", f"## {section}"]
        group = None
        for option in command.params:
            assert isinstance(option, StageOption)
            if option.group != group:
                group = option.group
                lines += [
                    "",
                    f"**{group}**",
                    "",
                    "| key | default | accepts | meaning |",
                    "|---|---|---|---|",
                ]
            cells = (f"`{section}.{option.name}`", _default(option), accepted(option), option.help)
            lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join([*lines[1:], ""])


def _completed(path: Path) -> str:
    try:
        return completed(_read(path), commands())
    except click.ClickException as error:
        raise click.ClickException(f"{path}: {error.message}") from None


def _read(path: Path) -> str:
    # not read_text: line ends stay as they are
    return path.read_bytes().decode("utf-8")


def _default(option: click.Parameter) -> str:
    value = default(option)
    if value in (None, []):
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    main()
