"""Stage 3: from a generator to images."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from stages.support.by_hand import placed
from stages.support.command import stage
from stages.support.lineage import refuse_others
from stages.support.outputs import replacing
from stages.support.paths import (
    GENERATOR,
    GRID,
    INTERPOLATION,
    PNG,
    SAME_LATENTS,
    SAMPLE_LABELS,
    SAMPLES,
)
from stages.support.prepared import Account, load_account
from stages.support.tensorflow import import_quietly
from wgan.data.classes import places
from wgan.errors import InputError, reason
from wgan.gan.config import SampleConfig
from wgan.images import enlarge, grid, save_png
from wgan.text import listed

if TYPE_CHECKING:
    import keras

SIDE = 10
"""Images per row, and rows, of the grid."""
SHOWN = 56
"""Pixels an image is enlarged to, at least, in the pictures."""
OUTPUTS = (SAMPLES, SAMPLE_LABELS, GRID, INTERPOLATION, SAME_LATENTS)
FILES = click.Option(
    ["--png"],
    is_flag=True,
    help="Also each image as a PNG file, in samples/png below the folder of --out.",
)


@stage("sample", SampleConfig, outputs=OUTPUTS, by_hand=[FILES])
def main(count: int, classes: tuple[str, ...], seed: int, png: bool) -> None:
    """Generate images, a grid of the first ones, and walks between latents."""
    if not GENERATOR.is_file():
        raise InputError(f"{GENERATOR} is missing; run `dvc repro train` first")
    if png and placed(PNG) == PNG:
        raise click.UsageError("--png writes below the folder of --out, which is not given")
    account = load_account()
    refuse_others("train")
    wanted = sorted(places(classes, account["classes"], "the data"))
    if bare := [
        account["classes"][at] for at in wanted if not account["class_counts"]["train"][at]
    ]:
        raise InputError(f"there is no training image of {listed(bare)}", option="classes")
    click.echo(f"sample: {count} images; loading TensorFlow, which takes some seconds", err=True)
    # first: a folder that can't be written is found before TensorFlow is loaded
    with replacing(*OUTPUTS) as partial:
        import_quietly()
        from wgan.gan.devices import repeatable

        repeatable()
        generator = _load(GENERATOR)
        _sample(generator, count, seed, wanted or _trained(generator, account), partial)
    if png:
        _write_files()


def _sample(
    generator: "keras.Model",
    count: int,
    seed: int,
    wanted: list[int] | None,
    partial: Mapping[Path, Path],
) -> None:
    from wgan.gan import sampling

    if wanted and not sampling.classes(generator):
        raise InputError(
            "this generator takes no classes; it would, trained with train.conditional: true",
            option="classes",
        )
    if wanted and max(wanted) >= (known := sampling.classes(generator)):
        raise InputError(
            f"this generator was trained on {known} classes, the prepared data have more",
            option="classes",
        )
    samples = sampling.samples(generator, count, seed, wanted)
    walks = sampling.walks(generator, seed, rows=SIDE, points=SIDE, wanted=wanted)
    asked = sampling.labels_of(generator, wanted)
    shown = sampling.overview(samples.labels, SIDE)
    first = samples.labels[shown] == samples.labels[0]
    with partial[SAMPLES].open("wb") as file:
        np.save(file, samples.images)
    with partial[SAMPLE_LABELS].open("wb") as file:
        np.save(file, samples.labels)
    columns = int(np.count_nonzero(first)) if len(asked) else SIDE
    _picture(partial[GRID], samples.images[shown], columns)
    _picture(partial[INTERPOLATION], walks, SIDE)
    same_latents = partial[SAME_LATENTS]
    same_latents.mkdir()
    if len(asked):
        labels = sampling.spread(asked)
        rows = sampling.same_latents(generator, seed, SIDE, labels)
        _picture(same_latents / "0.png", rows, len(labels))
    else:  # DVC warns of empty folders
        (same_latents / "none.txt").write_text("The generator takes no labels.\n", "utf-8")
    click.echo(f"{count} images of {'x'.join(map(str, samples.images.shape[1:]))}")


def _trained(generator: "keras.Model", account: Account) -> list[int] | None:
    """The classes that it has seen images of, if there are others; None for all, or for none to ask for."""
    from wgan.gan import sampling

    counts = account["class_counts"]["train"]
    if sampling.classes(generator) != len(counts) or all(counts):
        return None
    return [label for label, count in enumerate(counts) if count]


def _write_files() -> None:
    """A PNG file of each image; of a conditional generator in a folder for each class."""
    images, labels = np.load(placed(SAMPLES)), np.load(placed(SAMPLE_LABELS))
    with replacing(PNG) as partial:
        folder = partial[PNG]
        for index, (image, label) in enumerate(zip(images, labels, strict=True)):
            within = folder / str(label) if label >= 0 else folder
            within.mkdir(parents=True, exist_ok=True)
            save_png(within / f"{index:06}.png", image)
    click.echo(f"{len(images)} files in {placed(PNG)}")


def _load(path: Path) -> "keras.Model":
    import keras

    from wgan.gan.exact import make_exact

    try:
        generator = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises almost anything on damaged or foreign files
        raise InputError(
            f"{path} is no generator that Keras {keras.__version__} can load "
            f"({reason(error)[:200]}); "
            "run `dvc repro --force train`"
        ) from None
    make_exact(generator)
    return generator


def _picture(path: Path, images: "np.typing.NDArray[np.uint8]", columns: int) -> None:
    factor = -(-SHOWN // images.shape[1])
    save_png(path, enlarge(grid(images, columns), factor))


if __name__ == "__main__":
    main()
