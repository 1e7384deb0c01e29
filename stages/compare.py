"""Experiments beside each other: `python -m stages.compare [NAME ...]`, or `make compare`."""

import difflib
import io
import logging
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stages.support.git import git
from stages.support.one_line import in_one_line
from stages.support.outputs import replacing
from stages.support.params import read_params
from stages.support.paths import COMPARISON, EVALUATE_METRICS, GRID, HISTORY, PARAMS
from stages.support.same import made_with

if TYPE_CHECKING:
    from wgan.comparison.runs import Found

WORKSPACE = "workspace"


@click.command("compare")
@click.argument("names", nargs=-1, metavar="[NAME ...]")
def main(names: tuple[str, ...]) -> None:
    """Compare the experiments NAMES, or all of them and the last commit; writes reports/compare.html.

    A NAME is an experiment, a branch, a tag, a commit, or `workspace`.
    """
    # DVC takes a second to import, and warns of what is said here in one line
    from dvc.exceptions import DvcException
    from scmrepo.exceptions import SCMError

    from wgan.comparison.runs import read_rows
    from wgan.comparison.table import comparison

    if not Path(".dvc").is_dir() and any((each / ".dvc").is_dir() for each in Path.cwd().parents):
        raise click.UsageError("this is a folder within the project; run from the project's")
    logging.getLogger("dvc").setLevel(logging.ERROR)
    try:
        found = read_rows(map(_as_made, _rows(names)))
    except (DvcException, SCMError) as error:
        raise click.ClickException(f"DVC says: {error}") from None
    for name, why in found.left_out.items():
        click.echo(f"{name} is left out: {why}", err=True)
    if (git("rev-parse", "--is-shallow-repository") or "").strip() == "true":
        click.echo(
            "this clone has no history, and DVC keeps no experiment of `--temp` or of the queue in it: "
            "git fetch --unshallow",
            err=True,
        )
    if not found.runs:
        raise click.ClickException(
            "nothing to compare; `dvc exp run -S KEY=VALUE` makes experiments"
        )
    click.echo(comparison(found.runs))
    with in_one_line(lambda option: option):
        _write(found)
    click.echo(f"\ncurves and images: {COMPARISON}")


def _rows(names: Sequence[str]) -> list[Mapping[str, Any]]:
    """What DVC knows of each: a row of `dvc.api.exp_show`. Raises ClickException on unknown names."""
    rows = _shown()
    if not names:
        return [row for row in rows if row["rev"] != WORKSPACE]
    known = _by_name(rows)
    if not set(names) <= set(known):
        known = _by_name(_shown(num=-1)) | known  # of earlier commits, too
    return [known[name] if name in known else _commit(name, known) for name in dict.fromkeys(names)]


def _as_made(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row of the workspace with the options of its metrics, which need not be those of params.yaml."""
    made = made_with(EVALUATE_METRICS) if row["rev"] == WORKSPACE else None
    if not made:
        return row
    params = read_params()
    others = {
        f"{section}.{key}": value
        for section, values in made.items()
        for key, value in values.items()
        if value != (params.get(section) or {}).get(key)
    }
    if others:
        click.echo(
            f"{WORKSPACE}: shown by the options that its metrics were made with, not those of {PARAMS}: "
            f"{', '.join(others)}",
            err=True,
        )
    return {**row, **others}


def _shown(**words: Any) -> list[dict[str, Any]]:
    import dvc.api

    shown: list[dict[str, Any]] = dvc.api.exp_show(**words)
    return shown


def _by_name(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {name: row for row in rows for name in (row["rev"], row["Experiment"]) if name}


def _commit(name: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    from dvc.exceptions import DvcException
    from scmrepo.exceptions import SCMError

    try:
        row = next(row for row in _shown(revs=[name]) if row["rev"] != WORKSPACE)
    except (DvcException, SCMError, StopIteration):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; `dvc exp list` names them"
        raise click.ClickException(f"no experiment or commit is called {name}{hint}") from None
    return {**row, "Experiment": name}


def _write(found: "Found") -> None:
    import pandas as pd

    from wgan.comparison.curves import draw_curves, drawn
    from wgan.comparison.page import comparison_page, curves_picture
    from wgan.comparison.runs import grouped, titles

    groups = grouped(found.runs)
    histories: dict[str, pd.DataFrame] = {}
    notes = []
    with tempfile.TemporaryDirectory() as scratch, replacing(COMPARISON, recorded=False) as partial:
        folder = Path(scratch)
        grids = {}
        for number, run in enumerate(found.runs):
            if history := _read(HISTORY, run.rev):
                histories[run.name] = pd.read_csv(io.BytesIO(history))
            if grid := _read(GRID, run.rev):
                grids[run.name] = folder / f"{number}.png"
                grids[run.name].write_bytes(grid)
            missing = [
                what
                for what, having in (("curve", histories), ("images", grids))
                if run.name not in having
            ]
            if missing:
                notes.append(f"{run.name}: its {' and '.join(missing)} are not to be had here.")
        curves = None
        if having := drawn(groups, histories):
            picture = folder / "curves.png"
            cut = draw_curves(picture, having, histories, titles(groups))
            curves = curves_picture(picture, cut)
        text = comparison_page(found, curves=curves, grids=grids, notes=notes)
        partial[COMPARISON].write_text(text, encoding="utf-8")


def _read(path: Path, rev: str) -> bytes | None:
    """A file as it was in a run; None if git and DVC's cache and remote have it not."""
    import dvc.api
    from dvc.exceptions import DvcException

    if rev == WORKSPACE:
        return path.read_bytes() if path.is_file() else None
    try:
        content: bytes = dvc.api.read(path.as_posix(), rev=rev, mode="rb")
    except (DvcException, OSError):
        return None
    return content


if __name__ == "__main__":
    main()
