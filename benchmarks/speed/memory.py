"""What the default's stages take: time once through, and peak memory."""

from benchmarks.common.context import Context
from benchmarks.common.tables import number, table
from benchmarks.speed.workspace import default_run

HOW = "each once"


def section(context: Context) -> str:
    """Run the pipeline and tabulate."""
    spent = default_run(context).spent
    rows = [
        [name, number(seconds), number(megabytes)] for name, (seconds, megabytes) in spent.items()
    ]
    return table(["stage of the default", "seconds", "peak MB"], rows)
