"""How long one waits before anything happens."""

import sys

from benchmarks.common.context import Context
from benchmarks.common.tables import number, table
from benchmarks.speed.workspace import STAGES, Command, default_run, dvc, in_turn, repository

HOW = "median of {rounds} rounds, of stages.evaluate of at most 3"


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
    workspace.dvc("commit", "--force").run()
    empty = context.folder / "empty"
    repository(empty)
    (empty / "dvc.yaml").write_text("stages: {}\n", encoding="utf-8")
    if not (empty / ".dvc").exists():
        dvc(empty, "init").run()
    nothing, idle = "dvc repro, no stages", "dvc repro, nothing to do"
    results |= in_turn({nothing: dvc(empty, "repro"), idle: workspace.dvc("repro")}, context.rounds)
    rows = [[name, number(found.median)] for name, found in results.items()]
    return table(["command", "seconds"], rows)
