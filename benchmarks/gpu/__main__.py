"""`make gpu-check`: a GPU against the CPU, and its settings against each other; prints a table."""

import click

from benchmarks.common.context import machine
from benchmarks.common.rounds import measure
from benchmarks.common.tables import number, table
from benchmarks.gpu.check import CHECKS, NoGPU, check, claim
from benchmarks.gpu.timing import contenders

SYSTEMS = ("1", "6", "7")


@click.command()
@click.option("--steps", type=click.IntRange(1), default=3, show_default=True)
@click.option(
    "--batch", type=click.IntRange(2), default=16, show_default=True, help="For comparing."
)
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True, help="For timing.")
@click.option("--only", type=click.Choice(SYSTEMS), multiple=True, help="Just this system.")
def main(steps: int, batch: int, rounds: int, only: tuple[str, ...]) -> None:
    """Train STEPS steps of systems 1, 6 and 7 on the GPU and on the CPU, and compare."""
    systems = only or SYSTEMS
    try:
        card = claim()
    except NoGPU as error:
        raise click.ClickException(str(error)) from None
    rows = []
    failed = 0
    for name in CHECKS:
        for system in systems:
            found = check(name, system, steps, batch)
            failed += not found.passed
            rows.append([system, name, found.told])
            click.echo(f"system {system}, {name}: {found.told}", err=True)
    click.echo(table(["system", "check", "result"], rows))
    click.echo()
    times = []
    for system in systems:
        for together in contenders(system):
            try:
                results = measure(together, rounds)
            except Exception as error:  # what one contender raises must not hide the others
                failed += 1
                click.echo(f"system {system}: {error}", err=True)
                continue
            for name, result in results.items():
                times.append([system, name, number(result.median * 1e3), number(result.megabytes)])
                click.echo(f"system {system}, {name}: {times[-1][2]} ms a step", err=True)
    click.echo(table(["system", "how", "ms a step", "MB of the machine's memory"], times))
    click.echo(f"\n{card}; {machine()}; median of {rounds} rounds.")
    if failed:
        raise click.ClickException(f"{failed} checks failed")


if __name__ == "__main__":
    main()
