"""Options that a params.yaml lacks, written into its text; not a byte of the rest changes."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from stages.support.accepted import default
from wgan.errors import reason


def completed(text: str, commands: Mapping[str, click.Command]) -> str:
    """The text with every option of every section: in its group, with its default and its help.

    Raises ClickException if it isn't YAML, lacks a section, or has a key that no command knows.
    """
    document = _load(text)
    if not isinstance(document, dict):
        raise click.ClickException("no mapping of sections to options")
    for section in [*commands, *document]:
        if section not in document:
            raise click.ClickException(f"no section {section}")
        if section not in commands:
            raise click.ClickException(f"unknown key {section}")
        known = {option.name for option in commands[section].params}
        for key in document[section] or {}:
            if key not in known:
                raise click.ClickException(f"unknown key {section}.{key}")
    for section, command in commands.items():
        for option in command.params:
            if option.name not in (document[section] or {}):
                text = _with(text, section, command.params, option)
    return text


def _with(text: str, section: str, options: Sequence[click.Parameter], new: click.Parameter) -> str:
    """The text with one option more."""
    document, lines = _load(text), text.split("\n")
    first, last = _extent(document, section, len(lines))
    keys: Any = document[section] or {}
    starts = {key: keys.lc.key(key)[0] for key in keys}
    indent = " " * (keys.lc.col if keys else 2)
    headings = {
        line: at
        for at, line in enumerate(lines[first:last], first)
        if line.startswith(tuple(f"{indent}# {_group(option).lower()}" for option in options))
    }
    own = f"{indent}# {_group(new).lower()}"
    before = [option.name for option in options[: options.index(new)] if option.name in starts]
    kin = [option.name for option in options if _group(option) == _group(new)]
    nearest = [name for name in before if name in kin]
    added = [f"{indent}{_entry(new)}"]
    if nearest:
        at = _end(lines, starts[nearest[-1]], [*starts.values(), last])
    elif present := [name for name in kin if name in starts]:
        at = starts[present[0]]
    elif given := [at for line, at in headings.items() if line.startswith(own)]:
        at = given[0] + 1
    else:
        at = _end(lines, starts[before[-1]], [*starts.values(), last]) if before else first + 1
        added = [own, *added] if headings else added
    result = "\n".join([*lines[:at], *added, *lines[at:]])
    document[section] = {**keys, new.name: default(new)}
    if not _is(result, document):
        # a section in braces, say
        raise click.ClickException(f"no place found for {section}.{new.name}; write it by hand")
    return result


def _is(text: str, document: Any) -> bool:
    try:
        return bool(_load(text) == document)
    except click.ClickException:
        return False


def _load(text: str) -> Any:
    try:
        # remembers lines
        return YAML(pure=True).load(text)
    except (YAMLError, ValueError) as error:
        raise click.ClickException(f"not valid YAML: {reason(error)}") from None


def _extent(document: Any, section: str, end: int) -> tuple[int, int]:
    """The line of a section's key, and that of the next section's."""
    starts = [document.lc.key(key)[0] for key in document]
    first = document.lc.key(section)[0]
    return first, min((line for line in starts if line > first), default=end)


def _end(lines: list[str], start: int, starts: list[int]) -> int:
    """The line after an entry's last; comments and gaps before the next entry are not its own."""
    end = min(line for line in starts if line > start)
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].strip()[0] == "#"):
        end -= 1
    return end


def _group(option: click.Parameter) -> str:
    return str(getattr(option, "group", "Other"))


def _entry(option: click.Parameter) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = True
    stream, value = io.StringIO(), default(option)
    yaml.dump([value], stream)
    word = "" if value is None else f" {stream.getvalue().strip()[1:-1]}"
    return f"{option.name}:{word} # {getattr(option, 'help', '')}"
