"""The page that lays runs beside each other: one file with everything inside."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wgan.comparison.chance import ALIKE, ALONE, BEST_ALONE, against_best, mean
from wgan.comparison.curves import LOOKS
from wgan.comparison.runs import (
    HASHES,
    READINGS,
    Found,
    Group,
    differing,
    grouped,
    numbers,
    other_images,
    ranked,
    short,
    titles,
)
from wgan.report.page import Picture, environment

GRIDS = 6
"""Groups whose images are shown, the best first."""


def comparison_page(
    found: Found, *, curves: Picture | None, grids: Mapping[str, Path], notes: Sequence[str]
) -> str:
    """Compose the page as HTML. `grids` are pictures of generated images by the run's name.

    `notes` are sentences on what could not be shown.
    """
    groups, keys = grouped(found.runs), differing(found.runs)
    shown, called = numbers(found.runs), titles(groups)
    having = [group for group in groups if group.runs[0].name in grids]
    pictured, more = having[:GRIDS], len(having[GRIDS:])
    return (
        environment(Path(__file__).parent)
        .get_template("comparison.html")
        .render(
            title=_title(found, groups),
            facts=_facts(found, groups),
            answer=_answer(groups),
            numbers=shown,
            readings=[f"{key}: {READINGS[key]}." for key in shown],
            groups=[
                _row(group, told, called[group.label])
                for group, told in zip(groups, against_best(groups), strict=True)
            ],
            curves=curves,
            grids=[_grid(group, grids[group.runs[0].name]) for group in pictured],
            keys=[short(key, keys) for key in keys],
            runs=[
                {
                    "name": run.name,
                    "params": [run.params.get(key, "–") for key in keys],
                    "numbers": [run.number(key) for key in shown],
                    "verdicts": (run.copying, run.trend),
                }
                for run in ranked(found.runs)
            ],
            notes=[
                *notes,
                *([f"The images of {more} more settings are not shown."] if more else []),
                *(f"{name} is left out: {why}." for name, why in found.left_out.items()),
            ],
        )
    )


def _title(found: Found, groups: Sequence[Group]) -> str:
    count = len(found.runs)
    return f"{count} run{'s' * (count > 1)}, {len(groups)} setting{'s' * (len(groups) > 1)}"


def _facts(found: Found, groups: Sequence[Group]) -> list[str]:
    keys = [key for key in differing(found.runs) if len(groups) > 1]
    told = f"they differ in {', '.join(keys)}" if keys else "all parameters alike but seeds"
    warning = other_images(found.runs)
    return [
        *([told] if len(found.runs) > 1 else []),
        *(f"{key} is a hash of {HASHES[key]}" for key in keys if key in HASHES),
        *([warning] if warning else []),
        "best first: W1 ratio nearest to 1; what copies, collapsed or diverged comes last",
    ]


def _answer(groups: Sequence[Group]) -> str:
    best, told = groups[0], against_best(groups)[1:]
    if not told:
        seeds = f"one setting, {len(best.runs)} runs" if len(best.runs) > 1 else "one run"
        return f"There is {seeds}: dvc exp run -S KEY=VALUE makes others to compare it with."
    words = f"Best: {best.label}."
    alike = [
        group.label
        for group, each in zip(groups[1:], told, strict=True)
        if each == ALIKE and not group.broken
    ]
    if alike:
        words += f" Can't be told apart from it: {'; '.join(alike)}."
    if {ALONE, BEST_ALONE} & set(told):
        words += " Where there is one run only, seeds alone may make the difference."
    if best.broken:
        words += " It copies, collapsed or diverged, as all do."
    return words


def _row(group: Group, told: str, called: str) -> dict[str, Any]:
    return {
        "label": group.label if called == group.label else f"{called}: {group.label}",
        "names": ", ".join(run.name for run in group.runs),
        "means": {key: str(mean(group.values(key)) or "–") for key in READINGS},
        "copying": group.verdicts("copying"),
        "broken": group.broken,
        "trend": group.verdicts("trend"),
        "told": told,
    }


def _grid(group: Group, path: Path) -> Picture:
    run = group.runs[0]
    best = " (the best of its seeds)" if len(group.runs) > 1 else ""
    return Picture(
        path,
        f"Images that {run.name} generated.",
        f"{group.label}: {run.name}{best}. Copying: {run.copying}. Trend: {run.trend}.",
    )


def curves_picture(path: Path, cut: str) -> Picture:
    """The picture of the curves with what explains it."""
    return Picture(
        path,
        "Wasserstein estimates over generator updates, a colour and a line for each setting.",
        f"Thin: every run; thick: a running median over its setting's runs, at most {len(LOOKS)} settings. "
        f"Estimates of critics that were trained differently can't be compared in height. {cut}",
    )
