"""Stage 1: from a source of images to data/prepared/."""

import importlib
from typing import Any

import click

from stages.support.account import told
from stages.support.command import stage
from stages.support.outputs import replacing, write_json
from stages.support.params import read_params
from stages.support.paths import PREPARED
from wgan.data import sources
from wgan.data.address import address, shown
from wgan.data.classes import Selection
from wgan.data.decoding.look import Look
from wgan.data.doubles import Doubles
from wgan.data.split import Shares
from wgan.options import settings


@stage(
    "prepare",
    sources.Chosen,
    *sources.owners(),
    Selection,
    Look,
    Shares,
    Doubles,
    outputs=[PREPARED],
)
def main(**values: Any) -> None:
    """Read images, scale them to [-1, 1] and split them into train, validation and test."""
    from wgan.data.prepare import prepare

    selection = settings(Selection, values)
    look = settings(Look, values)
    shares = settings(Shares, values)
    doubles = settings(Doubles, values)
    _ask_the_network(look.image_size)
    chosen = values["dataset"]
    if chosen == "folder":
        # an address may hold a key
        chosen = shown(url) if (url := address(values["path"])) else values["path"]
    click.echo(f"prepare: reading {chosen}", err=True)
    source = sources.open_source(values)
    with replacing(PREPARED) as partial:
        out = partial[PREPARED]
        out.mkdir()
        account = prepare(source, out, selection, look, shares, doubles)
        write_json(out / "dataset.json", account)
    for line in told(account, look.black, look.white):
        click.echo(line)


def _ask_the_network(side: int) -> None:
    """Refuse a side that `train` would refuse, before the work instead of after it.

    Found by name, for it is no dependency: it shapes nothing of what is written, and neither a new
    network nor another one in params.yaml may have the images read again.
    """
    train = read_params().get("train")
    networks = importlib.import_module("wgan.gan.networks")
    name = train.get("network") if isinstance(train, dict) else None
    if name in networks.NAMES:
        networks.refuse_side(name, side, option="image_size")


if __name__ == "__main__":
    main()
