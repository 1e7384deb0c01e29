"""Stage 1: from a source of images to data/prepared/."""

from typing import Any

import click

from stages.support.command import stage
from stages.support.outputs import replacing, write_json
from stages.support.paths import PREPARED
from wgan.data import sources
from wgan.data.classes import Selection
from wgan.data.decoding.look import Look
from wgan.data.split import Shares
from wgan.options import settings


@stage("prepare", sources.Chosen, *sources.owners(), Selection, Look, Shares)
def main(**values: Any) -> None:
    """Read images, scale them to [-1, 1] and split them into train, validation and test."""
    from wgan.data.prepare import prepare

    selection = settings(Selection, values)
    look = settings(Look, values)
    shares = settings(Shares, values)
    source = sources.open_source(values)
    with replacing(PREPARED) as (out,):
        out.mkdir()
        account = prepare(source, out, selection, look, shares)
        write_json(out / "dataset.json", account)
    counts = ", ".join(f"{count} {name}" for name, count in account["counts"].items())
    skipped = account["skipped_count"]
    note = f"; {skipped} files skipped, see {PREPARED / 'dataset.json'}" if skipped else ""
    click.echo(f"{account['name']}: {counts}{note}")


if __name__ == "__main__":
    main()
