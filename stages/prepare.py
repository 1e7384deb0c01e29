"""Stage 1: from a source of images to data/prepared/."""

from pathlib import Path

import click

from stages.command import Real, group, stage
from stages.outputs import replacing, write_json
from stages.paths import PREPARED

source_option, image_option, split_option = map(group, ("Source", "Images", "Split"))


@stage("prepare")
@source_option(
    "--dataset",
    type=click.Choice(["mnist-5k", "folder"]),
    default="mnist-5k",
    help="Bundled digits, or a folder of your own images.",
)
@source_option(
    "--path",
    type=click.Path(path_type=Path),
    default="data/raw",
    help="The folder of images, for dataset folder.",
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
    classes: tuple[str, ...],
    image_size: int,
    channels: str,
    validation: float,
    test: float,
    seed: int,
) -> None:
    """Read images, scale them to [-1, 1] and split them into train, validation and test."""
    from wgan.data.bundled import mnist_5k
    from wgan.data.folder import folder
    from wgan.data.prepare import prepare

    source = mnist_5k() if dataset == "mnist-5k" else folder(path)
    with replacing(PREPARED) as (out,):
        out.mkdir()
        account = prepare(
            source,
            out,
            classes=classes,
            image_size=image_size,
            channels=int(channels),
            validation=validation,
            test=test,
            seed=seed,
        )
        write_json(out / "dataset.json", account)
    counts = ", ".join(f"{count} {name}" for name, count in account["counts"].items())
    skipped = len(account["skipped"])
    note = f"; {skipped} files skipped, see {PREPARED / 'dataset.json'}" if skipped else ""
    click.echo(f"{account['name']}: {counts}{note}")


if __name__ == "__main__":
    main()
