"""How long one waits before anything happens."""

import sys

from benchmarks.common.context import Context
from benchmarks.common.tables import number, table, verdict
from benchmarks.speed.workspace import STAGES, Command, default_run, dvc, in_turn, repository

HELP = 0.5
EVALUATE = 15.0
DVC = 1.5
"""Times an empty pipeline."""


def section(context: Context) -> str:
    """Measure and tabulate."""
    workspace = default_run(context)
    commands = {
        "python -c pass": Command([sys.executable, "-c", "pass"], workspace.folder),
        **{f"stages.{name} --help": workspace.stage(name, "--help") for name in STAGES},
    }
    results = in_turn(commands, context.rounds)
    # so long that three will do
    evaluate = {"stages.evaluate": workspace.stage("evaluate")}
    results |= in_turn(evaluate, min(context.rounds, 3))
    rows = []
    for name, found in results.items():
        target = HELP if "--help" in name else EVALUATE
        told = f"{target:g} s: {verdict(found.median, target, at_most=True)}"
        rows.append([name, number(found.median), "" if name == "python -c pass" else told])

    workspace.dvc("commit", "--force").run()
    empty = context.folder / "empty"
    repository(empty)
    (empty / "dvc.yaml").write_text("stages: {}\n", encoding="utf-8")
    if not (empty / ".dvc").exists():
        dvc(empty, "init").run()
    nothing, idle = "dvc repro, no stages", "dvc repro, nothing to do"
    times = in_turn({nothing: dvc(empty, "repro"), idle: workspace.dvc("repro")}, context.rounds)
    ratio = times[idle].median / times[nothing].median
    told = f"{DVC:g} times no stages: {ratio:.2f}, {verdict(ratio, DVC, at_most=True)}"
    rows += [
        [nothing, number(times[nothing].median), ""],
        [idle, number(times[idle].median), told],
    ]
    return table(["command", "seconds", "target"], rows)
