"""Stage 4: does the generator copy, has its training converged, how good are its images."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from stages.support.command import Real, group, read_params, stage
from stages.support.outputs import replacing, write_json
from stages.support.paths import (
    DETAILS,
    DISTANCES,
    DISTANCES_TABLE,
    EVALUATE_METRICS,
    GRID,
    HISTORY,
    INTERPOLATION,
    NEIGHBOURS,
    PROGRESS,
    REPORT,
    SAME_LATENTS,
    SAMPLE_LABELS,
    SAMPLES,
    TREND,
    TREND_TABLE,
)
from stages.support.prepared import load_account, load_split

if TYPE_CHECKING:
    from wgan.evaluation.evidence import Data, Evidence
    from wgan.evaluation.history import History
    from wgan.evaluation.tolerance import Tolerance

copying_option, trend_option, quality_option, run_option = map(
    group, ("Copying", "Convergence", "Quality", "Run")
)


@stage("evaluate")
@copying_option(
    "--neighbours",
    type=click.IntRange(2, 1000),
    default=50,
    help="Training images that a nearest one is compared with.",
)
@copying_option(
    "--shift", type=click.IntRange(0, 8), default=1, help="Pixels a copy may be shifted by."
)
@copying_option("--mirror", type=bool, default=False, help="Look for mirrored copies, too.")
@copying_option(
    "--fdr",
    type=Real(0, 1, min_open=True, max_open=True),
    default=0.05,
    help="Share of false alarms among the images flagged.",
)
@copying_option(
    "--duplicate",
    type=Real(0, 255),
    default=2,
    help="Grey levels per pixel within which images are duplicates.",
)
@copying_option(
    "--calibration",
    type=click.IntRange(1),
    default=5000,
    help="Real images that the flags are calibrated on, if the data has so many.",
)
@copying_option(
    "--planted",
    type=Real(0, 0.5, min_open=True),
    default=0.05,
    help="Share of copies planted to test the check itself.",
)
@copying_option(
    "--memorized",
    type=Real(0, 1, max_open=True),
    default=0.25,
    help="Share owed to memory that is called copying, if surely exceeded.",
)
@trend_option(
    "--tail",
    type=Real(0, 1, min_open=True),
    default=0.5,
    help="Share of the steps, at the end, whose trend is judged.",
)
@trend_option(
    "--flat",
    type=Real(0, 1, min_open=True),
    default=0.1,
    help="Relative change over the tail that counts as none.",
)
@trend_option(
    "--divergence",
    type=Real(1),
    default=3,
    help="Diverged if the estimate ends at so many times its median.",
)
@trend_option(
    "--overfit",
    type=Real(0, 1, min_open=True),
    default=0.5,
    help="Share of the estimate that validation images may lose.",
)
@quality_option(
    "--images",
    type=click.IntRange(2, 2000),
    default=1000,
    help="Images of each kind to measure; time grows with the cube.",
)
@run_option("--pairs", type=click.IntRange(1, 100), default=12, help="Suspicious pairs to show.")
@run_option("--seed", type=click.IntRange(0), default=0, help="Of all that is drawn at random.")
def main(**options: Any) -> None:
    """Judge the samples by real images that the generator never saw; write the report."""
    account = load_account()
    train, test = load_split("train", account), load_split("test", account)

    # these take a second or two to import: only now, when the options and the data are known good
    from wgan.evaluation import memorization, trend
    from wgan.evaluation.evidence import Data, Settings, evaluate
    from wgan.evaluation.history import read_history
    from wgan.evaluation.rule import Rule
    from wgan.evaluation.samples import read_samples
    from wgan.evaluation.tolerance import Tolerance
    from wgan.report.contents import report_page
    from wgan.report.sections import sections

    history = read_history(HISTORY)
    generated, labels = read_samples(
        SAMPLES, SAMPLE_LABELS, account["shape"], len(account["classes"])
    )
    settings = Settings(
        memorization=memorization.Options(
            neighbours=options["neighbours"],
            tolerance=Tolerance(options["shift"], options["mirror"]),
            rule=Rule(options["fdr"], options["duplicate"]),
            calibration=options["calibration"],
            planted=options["planted"],
            memorized=options["memorized"],
            seed=options["seed"],
        ),
        trend=trend.Options(*(options[name] for name in ("tail", "flat", "divergence", "overfit"))),
        images=options["images"],
        seed=options["seed"],
    )
    data = Data(generated, labels, train, test, account["classes"])
    evidence = evaluate(data, history, settings)
    findings = evidence.details()
    with replacing(
        EVALUATE_METRICS,
        DETAILS,
        NEIGHBOURS,
        DISTANCES,
        TREND,
        TREND_TABLE,
        DISTANCES_TABLE,
        REPORT,
    ) as partials:
        metrics, details, pairs, distances, curves, *tables, report = partials
        write_json(metrics, evidence.summary())
        write_json(details, findings)
        _draw_pairs(pairs, data, evidence, options["pairs"], settings.memorization.tolerance)
        _draw_curves(distances, curves, tables, evidence, history)
        page = report_page(
            account,
            findings,
            last_step=history.step[-1],
            estimates=history.estimates,
            pictures=sections(
                grid=GRID,
                interpolation=INTERPOLATION,
                same_latents=SAME_LATENTS,
                progress=PROGRESS,
                trend=curves,
                pairs=pairs,
                distances=distances,
            ),
            params=read_params(),
        )
        report.write_text(page, encoding="utf-8")
    click.echo(
        f"memorization: {evidence.memorization.verdict}; trend: {evidence.trend.verdict}; "
        f"quality: {evidence.quality.verdict}"
    )


def _draw_pairs(
    path: Path, data: "Data", evidence: "Evidence", count: int, tolerance: "Tolerance"
) -> None:
    """Draw the generated images most isolated in the company of one training image."""
    from wgan.evaluation.flags import isolation
    from wgan.evaluation.neighbours import as_bytes, nearest
    from wgan.evaluation.tolerance import tolerant
    from wgan.report.pairs import Pair, draw_pairs

    copies, near = evidence.memorization, evidence.memorization.near_train.tolerant
    rows = np.argsort(isolation(near), kind="stable")[:count]
    train, test = as_bytes(data.train[0][near.index[rows, 0]]), data.test[0]
    shown = data.generated[rows]
    unseen = tolerant(shown, test, nearest(shown, test, 1), tolerance, exhaustive=True)
    others = as_bytes(test[unseen.index[:, 0]])
    draw_pairs(
        path,
        [
            Pair(
                data.generated[row],
                train[place],
                others[place],
                float(near.distance[row, 0]),
                float(unseen.distance[place, 0]),
                float(copies.ruling.p[row]),
                bool(copies.ruling.flagged[row]),
            )
            for place, row in enumerate(rows)
        ],
    )


def _draw_curves(
    distances: Path, curves: Path, tables: list[Path], evidence: "Evidence", history: "History"
) -> None:
    from wgan.evaluation.flags import isolation
    from wgan.report.distances import draw_distances
    from wgan.report.tables import write_distances, write_trend
    from wgan.report.trend import Curves, draw_trend

    copies, trend = evidence.memorization, evidence.trend
    searched = (copies.near_train, copies.unseen)
    near = [found.plain.distance[:, 0] for found in searched]
    lonely = [isolation(found.tolerant) for found in searched]
    draw_distances(distances, (near[0], near[1]), (lonely[0], lonely[1]))
    draw_trend(
        curves,
        Curves(
            step=history.step,
            estimate=history.wasserstein,
            smoothed=trend.smoothed,
            validation=trend.smoothed_validation,
            real=history.real_score,
            fake=history.fake_score,
            held_out=history.validation_score,
            tail=trend.line,
            estimates=history.estimates,
        ),
    )
    write_trend(tables[0], history.step, trend.smoothed, trend.smoothed_validation)
    write_distances(tables[1], near[0], near[1])


if __name__ == "__main__":
    main()
