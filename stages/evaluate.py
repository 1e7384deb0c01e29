"""Stage 4: does the generator copy, has its training converged, how good are its images."""

from typing import TYPE_CHECKING, Any

import click

from stages.support.by_hand import in_force, placed
from stages.support.command import stage
from stages.support.lineage import refuse_others
from stages.support.outputs import made_by, replacing, write_json
from stages.support.params import read_params
from stages.support.paths import (
    DETAILS,
    DISTANCES,
    DISTANCES_TABLE,
    EVALUATE_METRICS,
    GRID,
    HISTORY,
    INTERPOLATION,
    LAST_PICTURE,
    NEIGHBOURS,
    PROGRESS,
    REPORT,
    SAME_LATENTS,
    SAMPLE_LABELS,
    SAMPLES,
    TREND,
    TREND_TABLE,
)
from stages.support.prepared import Account, load_account, load_split
from stages.support.same import compared
from wgan.errors import InputError
from wgan.evaluation.settings import OWNERS, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from wgan.evaluation.evidence import Data
    from wgan.evaluation.history import History
    from wgan.images import Bytes, Float
    from wgan.shown import Row

    Real = tuple[Bytes | Float, npt.NDArray[np.int64]]


OUTPUTS = (
    EVALUATE_METRICS,
    DETAILS,
    NEIGHBOURS,
    DISTANCES,
    TREND,
    TREND_TABLE,
    DISTANCES_TABLE,
    REPORT,
)


@stage("evaluate", *OWNERS, outputs=OUTPUTS)
def main(**options: Any) -> None:
    """Judge the samples by real images that the generator never saw; write the report."""
    account = load_account()
    settings = Settings.of(options)
    refuse_others("train", "sample")
    data, history = _read(account)

    # first: a folder that can't be written is found before the work
    with replacing(*OUTPUTS) as partial:
        # these take a second or two to import: only now, when the options and the data are known good
        from wgan.evaluation.evidence import evaluate
        from wgan.evaluation.pairs import suspicious
        from wgan.evaluation.trend import curves
        from wgan.report.distances import draw_distances
        from wgan.report.pairs import draw_pairs
        from wgan.report.tables import write_distances, write_trend
        from wgan.report.trend import draw_trend

        evidence = evaluate(data, history, settings)
        findings, drawn = evidence.details(), curves(history, evidence.trend)
        near = evidence.memorization.distances()
        write_json(partial[EVALUATE_METRICS], evidence.summary())
        write_json(partial[DETAILS], findings)
        draw_pairs(partial[NEIGHBOURS], suspicious(data, evidence.memorization, settings))
        draw_distances(partial[DISTANCES], near)
        draw_trend(partial[TREND], drawn)
        write_trend(partial[TREND_TABLE], drawn)
        write_distances(partial[DISTANCES_TABLE], near)
        # those compared with, which may be of some classes alone
        counts = {"train": len(data.train[0]), "test": len(data.test[0])}
        page = _page(
            account | {"counts": counts},
            findings,
            evidence.quality.rows(),
            history,
            partial,
            [data.classes[label] for label in sorted(set(data.labels.tolist())) if label >= 0],
        )
        partial[REPORT].write_text(page, encoding="utf-8")
    click.echo(
        f"memorization: {evidence.memorization.verdict}; trend: {evidence.trend.verdict}; "
        f"quality: {evidence.quality.verdict}"
    )
    click.echo(f"to look: {placed(REPORT)}")
    if placed(REPORT) == REPORT and (line := compared()):
        click.echo(line)


def _read(account: Account) -> tuple["Data", "History"]:
    """Everything that is judged, and by what."""
    train: Real = load_split("train", account)
    test: Real = load_split("test", account)

    from wgan.evaluation.evidence import Data
    from wgan.evaluation.history import read_history
    from wgan.evaluation.samples import read_samples

    with made_by("train"):
        history = read_history(HISTORY)
    with made_by("sample"):
        images, labels = read_samples(
            SAMPLES, SAMPLE_LABELS, account["shape"], len(account["classes"])
        )
    if labels[0] >= 0:  # of a conditional generator, and maybe of some classes alone
        train, test = (
            of_classes(name, split, labels) for name, split in (("train", train), ("test", test))
        )
    click.echo(f"evaluate: {len(images)} generated images by {len(test[0])} unseen ones", err=True)
    grouped = account["groups"] > 0
    return Data(images, labels, train, test, account["classes"], grouped), history


def _page(
    account: Account,
    findings: dict[str, Any],
    quality: "list[Row]",
    history: "History",
    partial: "Mapping[Path, Path]",
    asked: list[str],
) -> str:
    """The report, with the pictures drawn here, which are not in place yet; `asked` are the classes asked for."""
    from wgan.report.contents import report_page
    from wgan.report.sections import sections

    return report_page(
        account,
        findings,
        quality,
        last_step=history.step[-1],
        estimates=history.estimates,
        pictures=sections(
            grid=GRID,
            interpolation=INTERPOLATION,
            same_latents=SAME_LATENTS,
            progress=PROGRESS,
            last=LAST_PICTURE,
            trend=partial[TREND],
            pairs=partial[NEIGHBOURS],
            distances=partial[DISTANCES],
            last_step=round(history.step[-1]),
            estimates=history.estimates,
            classes=asked,
        ),
        params=in_force(read_params()),
    )


def of_classes(name: str, real: "Real", wanted: "npt.NDArray[np.int64]") -> "Real":
    """The real images of the classes that are among the wanted labels. Raises InputError for none."""
    import numpy as np

    from wgan.evaluation.held import held

    images, labels = real
    kept = np.isin(labels, wanted)
    if not kept.any():
        raise InputError(
            f"of the classes in {SAMPLES} there are no {name} images to compare with; "
            "choose others in sample.classes, or change the shares in prepare"
        )
    return real if kept.all() else (held(images, np.flatnonzero(kept)), labels[kept])


if __name__ == "__main__":
    main()
