"""A stage called by hand with options of its own: where it writes, and what the page then says."""

import json
import os
from pathlib import Path
from typing import Any

import click

from stages.support.paths import BY_HAND

FOLDER = "stages.folder"
"""Of click's context: the folder that `--out` names."""
NOTE = "Options by hand replace the pipeline's outputs; --out FOLDER writes elsewhere."


def out_option() -> click.Option:
    """`--out`, which every stage has and no params.yaml."""
    return click.Option(
        ["--out"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        expose_value=False,
        callback=lambda ctx, _, folder: ctx.meta.update({FOLDER: _elsewhere(folder)}),
        help="Write below this folder, to try things; what is read stays the pipeline's.",
    )


def _elsewhere(folder: Path | None) -> Path | None:
    """None for the project's own folder, whatever its name: what is written there replaces the pipeline's."""
    return None if folder and folder.resolve() == Path.cwd() else folder


def placed(final: Path) -> Path:
    """Where an output goes: its place in the pipeline, or that place below `--out`."""
    context = click.get_current_context(silent=True)
    folder = context.meta.get(FOLDER) if context else None
    return folder / final if folder else final


def note(context: click.Context) -> None:
    """Say that options typed in a command replace the pipeline's outputs."""
    if _typed(context) and not context.meta.get(FOLDER):
        click.echo(NOTE, err=True)


def keep(context: click.Context, stage: str, finals: list[Path]) -> None:
    """Remember the values that shaped a stage's outputs, if they are not those of params.yaml."""
    record = BY_HAND / f"{stage}.json"
    if context.meta.get(FOLDER):
        return
    record.unlink(missing_ok=True)
    if _typed(context):
        values = _values(context)
        times = {str(final): final.stat().st_mtime_ns for final in finals}
        write_record(record, {"values": values, "times": times})


def write_record(record: Path, value: Any) -> None:
    """Write JSON into a file of BY_HAND, which has it as it was or whole."""
    BY_HAND.mkdir(exist_ok=True)
    partial = record.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(json.dumps(value), encoding="utf-8")
    partial.replace(record)


def in_force(params: dict[Any, Any]) -> dict[Any, Any]:
    """All of params.yaml, with the values by which the outputs that lie here were made by hand.

    Of the stage that runs these are its own, not those of what it is about to replace.
    """
    return {**params, **values_typed()}


def values_typed() -> dict[str, dict[str, Any]]:
    """By its name the values of each stage whose outputs, that lie here or are being made, have options typed by hand."""
    found = {}
    context = click.get_current_context(silent=True)
    own = context and context.command.name
    for record in BY_HAND.glob("*.json"):
        if record.stem == own:
            continue
        try:
            kept = json.loads(record.read_text(encoding="utf-8"))
        except ValueError:  # half written
            continue
        # DVC may have brought other outputs since
        if all(_time(Path(path)) == time for path, time in kept["times"].items()):
            found[record.stem] = kept["values"]
    if context and _typed(context):
        found[str(own)] = _values(context)
    return found


def _typed(context: click.Context) -> bool:
    line = click.core.ParameterSource.COMMANDLINE
    return any(
        context.get_parameter_source(str(option.name)) is line for option in context.command.params
    )


def _values(context: click.Context) -> dict[str, Any]:
    """Of the options that params.yaml has as well."""
    return {str(each.name): _plain(context.params[each.name]) for each in context.command.params}


def _time(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return os.fspath(value) if isinstance(value, Path) else value
