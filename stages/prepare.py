"""Stage 1: from a source of images to data/prepared/."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stages.support.command import Real, group, stage
from stages.support.outputs import replacing, write_json
from stages.support.paths import PREPARED

if TYPE_CHECKING:
    from wgan.data.decoding.fit import Fit
    from wgan.data.source import Source

source_option, image_option, split_option = map(group, ("Source", "Images", "Split"))


def _colour(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    """Read a colour as CSS writes it."""
    from PIL import ImageColor

    try:
        colour = ImageColor.getrgb(value)
    except ValueError:
        colour = ()
    if len(colour) != 3:
        raise click.BadParameter(f"{value!r} is no colour such as black or '#ff8800'.")
    return colour


@stage("prepare")
@source_option(
    "--dataset",
    type=click.Choice(["mnist-5k", "mnist", "fashion-mnist", "folder"]),
    default="mnist-5k",
    help="Bundled digits, a download, or a folder or archive of your own images.",
)
@source_option(
    "--path",
    type=click.Path(path_type=Path),
    default="data/raw",
    help="The folder or archive (zip, tar, tar.gz), for dataset folder.",
)
@source_option(
    "--labels",
    metavar="FILE",
    default="",
    help="Table of attributes in the folder or archive; without it, top folders are the classes.",
)
@source_option(
    "--label-column", metavar="NAME", default="", help="The table's column that gives the class."
)
@source_option(
    "--classes", multiple=True, metavar="NAME", help="Use these classes only; all if empty."
)
@image_option(
    "--image-size", type=click.IntRange(4, 1024), default=28, help="Side of the square, in pixels."
)
@image_option(
    "--channels", type=click.Choice(["1", "3"]), default="1", help="1 for grey, 3 for colour."
)
@image_option(
    "--fit",
    type=click.Choice(["crop", "pad", "stretch"]),
    default="crop",
    help="How an oblong becomes a square: keep the centre, add bars, or change proportions.",
)
@image_option(
    "--background",
    metavar="COLOUR",
    callback=_colour,
    default="white",
    help="Colour behind transparent pixels and in the bars of pad.",
)
@split_option(
    "--validation",
    type=Real(0, 1, min_open=True, max_open=True),
    default=0.1,
    help="Share held out for choosing the best model.",
)
@split_option(
    "--test",
    type=Real(0, 1, min_open=True, max_open=True),
    default=0.2,
    help="Share held out for the evaluation alone.",
)
@split_option("--seed", type=click.IntRange(0), default=0, help="Of the split.")
def main(
    dataset: str,
    path: Path,
    labels: str,
    label_column: str,
    classes: tuple[str, ...],
    image_size: int,
    channels: str,
    fit: "Fit",
    background: tuple[int, int, int],
    validation: float,
    test: float,
    seed: int,
) -> None:
    """Read images, scale them to [-1, 1] and split them into train, validation and test."""
    from wgan.data.decoding.fit import Look
    from wgan.data.prepare import prepare

    source = _source(dataset, path, labels, label_column)
    with replacing(PREPARED) as (out,):
        out.mkdir()
        account = prepare(
            source,
            out,
            Look(image_size, int(channels), fit, background),
            classes=classes,
            validation=validation,
            test=test,
            seed=seed,
        )
        write_json(out / "dataset.json", account)
    counts = ", ".join(f"{count} {name}" for name, count in account["counts"].items())
    skipped = account["skipped_count"]
    note = f"; {skipped} files skipped, see {PREPARED / 'dataset.json'}" if skipped else ""
    click.echo(f"{account['name']}: {counts}{note}")


def _source(dataset: str, path: Path, labels: str, label_column: str) -> "Source":
    from wgan.errors import InputError

    if dataset == "folder":
        from wgan.data.files.image_files import folder

        return folder(path, labels, label_column)
    if labels or label_column:
        key = "labels" if labels else "label_column"
        raise InputError(f"prepare.{key} is for dataset folder; {dataset} has its own classes")
    if dataset == "mnist-5k":
        from wgan.data.sources.mnist_5k import mnist_5k

        return mnist_5k()
    from wgan.data.download import DOWNLOADS, download

    return download(DOWNLOADS[dataset])


if __name__ == "__main__":
    main()
