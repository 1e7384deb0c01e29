"""params.yaml: a section as click takes it, and what is wrong with it in one line."""

import difflib
from collections.abc import Iterable
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from stages.support.accepted import NOTHING, may_be_empty
from stages.support.as_written import Written, written
from stages.support.paths import PARAMS
from wgan.errors import reason
from wgan.options import SECTIONS


def read_params() -> dict[Any, Any]:
    """All of params.yaml. Raises UsageError if it is missing or is no mapping."""
    try:
        # the parser and YAML version that DVC reads the file with
        document = YAML(typ="safe", pure=True).load(_params_text())
    except (YAMLError, ValueError, RecursionError) as error:
        raise click.UsageError(f"{PARAMS} is not valid YAML: {reason(error)}") from None
    if not isinstance(document, dict):
        raise click.UsageError(f"{PARAMS} must map {', '.join(SECTIONS)} to their options")
    return document


def read_section(section: str, params: list[click.Parameter]) -> dict[str, Any]:
    """Values of a stage's options as texts, for click to parse. Raises UsageError with the key at fault."""
    document = read_params()
    for key in document:
        if key not in SECTIONS:
            raise click.UsageError(_unknown(str(key), SECTIONS))
    values = document.get(section)
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise click.UsageError(
            f"{PARAMS}, {section}: {values!r} is not a mapping of keys to values"
        )
    options = {param.name: param for param in params}
    for key in values:
        if key not in options:
            raise click.UsageError(_unknown(str(key), filter(None, options), f"{section}."))
    texts = written(_params_text(), section)
    return {
        key: _as_text(_named(value, texts.get(key), options[key]), options[key], f"{section}.{key}")
        for key, value in values.items()
        if not _is_nothing(value, options[key])
    }


def _named(value: Any, text: Written | None, option: click.Parameter) -> Any:
    """The text of a name, which YAML may take for something else; any other value as it is."""
    return value if text is None or option.type.name not in ("text", "path") else text


def _is_nothing(value: Any, option: click.Parameter) -> bool:
    """Whether it says that there is no value; `[None]` names a class of that name."""
    if isinstance(value, str) and may_be_empty(option):
        return value.strip().lower() in NOTHING
    return value is None


def _params_text() -> str:
    try:
        return PARAMS.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise click.UsageError(f"{PARAMS} is not in this folder; run from the project's") from None
    except OSError as error:
        raise click.UsageError(f"{PARAMS}: {error.strerror}") from None


def _as_text(value: Any, param: click.Parameter, key: str) -> Any:
    """Hand click the value as typed in a shell, so that 1.5 or true is no integer."""
    if param.multiple:
        items = value if isinstance(value, list) else [value]
        return [_scalar(item, key) for item in items]
    return _scalar(value, key)


def _scalar(value: Any, key: str) -> str:
    if isinstance(value, dict | list | set | tuple | bytes):
        raise click.UsageError(f"{PARAMS}, {key}: {value!r} is not a single value")
    return str(value)


def _unknown(key: str, known: Iterable[str], prefix: str = "") -> str:
    names = list(known)
    near = difflib.get_close_matches(key, names, n=1, cutoff=0.0)
    return f"{PARAMS} has an unknown key: {prefix}{key} (did you mean {prefix}{near[0]}?)"
