"""What `judge` writes: the page, its pictures, the numbers."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stages.support.accepted import default
from stages.support.outputs import write_json

if TYPE_CHECKING:
    from wgan.evaluation.judgement import Judgement
    from wgan.report.page import Section
    from wgan.report.words import Statement

PAGE, PAIRS, DISTANCES, NUMBERS = "report.html", "pairs.png", "distances.png", "numbers.json"
KINDS = {"train": "training", "generated": "generated", "unseen": "unseen"}
SHAPELESS = "out", "never_seen"
"""Options that shape no verdict."""


def write_all(out: Path, found: "Judgement", numbers: Mapping[str, Any]) -> None:
    """Write all into the folder `out`: nothing appears before all is there, nor stays from before."""
    with tempfile.TemporaryDirectory(dir=out, prefix=".judge-") as folder:
        partial = Path(folder)
        write_json(partial / NUMBERS, dict(numbers))
        page = _page(partial, found, numbers)
        (partial / PAGE).write_text(page, encoding="utf-8")
        for name in (PAGE, PAIRS, DISTANCES, NUMBERS):
            (out / name).unlink(missing_ok=True)
        for path in sorted(partial.iterdir()):
            shutil.move(path, out / path.name)


def _page(folder: Path, found: "Judgement", numbers: Mapping[str, Any]) -> str:
    from wgan.report.distances import draw_distances
    from wgan.report.numbers import memorization_rows
    from wgan.report.page import render
    from wgan.report.pairs import draw_pairs
    from wgan.report.sections import copying_sections
    from wgan.report.words import memorization_words, quality_words

    counts, shape = numbers["images"], "×".join(map(str, numbers["shape"]))
    pairs, distances = folder / PAIRS, folder / DISTANCES
    statements, rows = [_untold(found)], []
    if found.memorization and found.quality:
        details = found.memorization.details()
        statements = [memorization_words(details), quality_words(found.quality.details())]
        rows = [*memorization_rows(details), *found.quality.rows()]
        draw_pairs(pairs, found.pairs)
        draw_distances(distances, found.memorization.distances())
        sections = copying_sections(pairs, distances)
    else:
        _draw_nearest(pairs, found)
        sections = [_nearest_section(pairs)]
    changed, every = _parameters()
    return render(
        title="Does this generator copy its training images?",
        facts=[
            *(f"{count} {KINDS[name]} images" for name, count in counts.items()),
            shape,
            *numbers["notes"],
        ],
        statements=statements,
        sections=sections,
        rows=rows,
        changed=changed,
        params={"judge": every},
    )


def _untold(found: "Judgement") -> "Statement":
    from wgan.report.words import UNSURE, Statement, as_sentences

    advice = "Give real images of the same source that it never saw (--unseen)."
    said = [*as_sentences(found.reasons), advice]
    return Statement("Does it copy its training images?", "Can't be told.", UNSURE, said)


def _nearest_section(pairs: Path) -> "Section":
    from wgan.report.page import Picture, Section

    return Section(
        "The images nearest to a training image",
        "Each generated image with the training image nearest to it on its right.",
        [Picture(pairs, "Generated images beside their nearest training images.")],
    )


def _draw_nearest(path: Path, found: "Judgement") -> None:
    import numpy as np

    from wgan.images import enlarge, grid, save_png

    both = [np.concatenate([pair.generated, pair.train], axis=1) for pair in found.pairs]
    factor = max(1, 96 // both[0].shape[0])
    save_png(path, grid(np.stack([enlarge(image, factor) for image in both]), 3, gap=8))


def _parameters() -> tuple[list[Any], list[Any]]:
    """All that shapes the verdict, as it was given."""
    from wgan.report.params import Parameter, word

    context = click.get_current_context()
    options = [
        each
        for each in context.command.params
        if isinstance(each, click.Option) and each.name not in SHAPELESS
    ]
    every = [
        Parameter(
            f"judge.{each.name}",
            word(context.params[str(each.name)]),
            word(default(each)),
            each.help or "",
        )
        for each in options
    ]
    changed = [
        one
        for one, option in zip(every, options, strict=True)
        # where the images are is no setting
        if one.value != one.default and not isinstance(option.type, click.Path)
    ]
    return changed, every
