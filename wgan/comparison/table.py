"""The comparison as text for a terminal."""

import textwrap
from collections.abc import Sequence

import pandas as pd

from wgan.comparison.chance import against_best, mean
from wgan.comparison.runs import (
    Group,
    Run,
    differing,
    grouped,
    numbers,
    other_images,
    ranked,
    short,
)

WIDTH = 100
"""Columns of a terminal, at most."""


def comparison(runs: Sequence[Run]) -> str:
    """A table of runs, best first; then one of groups, if any holds several seeds."""
    groups = grouped(runs)
    parts = [_runs(runs)]
    if any(len(group.runs) > 1 for group in groups):
        parts.append(_groups(groups))
    if warning := other_images(runs):
        parts.append(textwrap.fill(warning, WIDTH))
    return "\n\n".join(parts)


def _runs(runs: Sequence[Run]) -> str:
    keys = differing(runs)
    lines, keys_shown = "", list(keys)
    while True:
        rows = [
            {
                "run": run.name,
                **{short(key, keys): run.params.get(key, "–") for key in keys_shown},
                **{key: run.number(key) for key in numbers(runs)},
                "copying": run.copying,
                "trend": run.trend,
            }
            for run in ranked(runs)
        ]
        lines = _text(pd.DataFrame(rows))
        if not keys_shown or max(map(len, lines.splitlines())) <= WIDTH:
            break
        keys_shown.pop()
    if hidden := [key for key in keys if key not in keys_shown]:
        lines += "\n" + _cut(f"they differ in {len(hidden)} parameters more: {', '.join(hidden)}")
    return "\n".join(_cut(line) for line in lines.splitlines())


def _groups(groups: Sequence[Group]) -> str:
    shown = numbers([run for group in groups for run in group.runs])[:3]
    rows = [
        {
            "settings": group.label,
            "runs": str(len(group.runs)),
            **{key: str(mean(group.values(key)) or "–") for key in shown},
            "in w1_ratio": told,
        }
        for group, told in zip(groups, against_best(groups), strict=True)
    ]
    room = (
        WIDTH - max(map(len, _text(pd.DataFrame(rows).drop(columns="settings")).splitlines())) - 2
    )
    legend = []
    if any(len(group.label) > room for group in groups):
        # cut short they could not be told from each other
        for number, row in enumerate(rows, 1):
            told = f"{number}: {row['settings']}"
            legend += textwrap.wrap(told, WIDTH, subsequent_indent="   ")
            row["settings"] = str(number)
    return "\n".join([*map(_cut, _text(pd.DataFrame(rows)).splitlines()), *legend])


def _text(table: pd.DataFrame) -> str:
    """Columns to the left, two blanks apart."""
    widths = [max(map(len, [name, *table[name]])) for name in table]
    lines = [list(table), *table.to_numpy().tolist()]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cut(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
