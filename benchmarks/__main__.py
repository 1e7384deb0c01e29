"""`make bench`: measure, print, and rewrite the tables of docs/performance.md."""

import importlib
import os
import tempfile
from pathlib import Path

import click

from benchmarks.common.context import ROOT, Context, machine
from benchmarks.common.tables import rewrite

PAGE = ROOT / "docs" / "performance.md"
SECTIONS = ("limit", "training", "memory", "input", "search", "startup", "growth")
"""Modules of benchmarks.speed, imported when their turn comes; each has a function `section`, and `HOW` it counts
where that is not `MEDIAN`."""
MEDIAN = "median of {rounds} rounds"


@click.command()
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="How often each is measured, in turn; the middle one counts.",
)
@click.option(
    "--only",
    type=click.Choice(SECTIONS),
    multiple=True,
    help="Just this section; may be given again. All if not given.",
)
@click.option("--quick", is_flag=True, help="One round at small sizes; prints, writes nothing.")
def main(rounds: int, only: tuple[str, ...], quick: bool) -> None:
    """Measure this project beside what people would use instead, on a machine at rest.

    PyTorch is compared with if it is installed here: `pip install torch`.
    """
    # these tables are of processors, those of a GPU `make gpu-check`'s
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        context = Context(1 if quick else rounds, quick, Path(folder))
        for name in only or SECTIONS:
            module = importlib.import_module(f"benchmarks.speed.{name}")
            body = module.section(context)
            how = getattr(module, "HOW", MEDIAN).format(rounds=context.rounds)
            told = f"{body}\n\n{machine()}; {how}."
            click.echo(f"## {name}\n\n{told}\n")
            if not quick:
                rewrite(PAGE, name, told)


if __name__ == "__main__":
    main()
