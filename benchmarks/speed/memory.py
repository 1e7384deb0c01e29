"""What the default's stages take: time once through, and peak memory."""

from benchmarks.common.context import Context
from benchmarks.common.tables import number, table, verdict
from benchmarks.speed.workspace import default_run

TRAINING = 1500.0
"""MB that training the default should stay below."""


def section(context: Context) -> str:
    """Run the pipeline and tabulate."""
    spent = default_run(context).spent
    rows = [
        [
            name,
            number(seconds),
            number(megabytes),
            f"{TRAINING:,.0f} MB: {verdict(megabytes, TRAINING, at_most=True)}"
            if name == "train"
            else "",
        ]
        for name, (seconds, megabytes) in spent.items()
    ]
    return table(["stage of the default", "seconds", "peak MB", "target"], rows)
