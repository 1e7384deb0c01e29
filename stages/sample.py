"""Stage 3: from a generator to images."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from stages.support.by_hand import placed
from stages.support.command import stage
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
from stages.support.prepared import load_account
from stages.support.tensorflow import import_quietly
from wgan.errors import InputError, reason
from wgan.gan.config import SampleConfig
from wgan.images import enlarge, grid, save_png

if TYPE_CHECKING:
    import keras

SIDE = 10
"""Images per row, and rows, of the grid."""
SHOWN = 56
"""Pixels an image is enlarged to, at least, in the pictures."""
FILES = click.Option(
    ["--png"],
    is_flag=True,
    help="Also each image as a PNG file, in samples/png below the folder of --out.",
)


@stage("sample", SampleConfig, by_hand=[FILES])
def main(count: int, classes: tuple[str, ...], seed: int, png: bool) -> None:
    """Generate images, a grid of the first ones, and walks between latents."""
    if not GENERATOR.is_file():
        raise InputError(f"{GENERATOR} is missing; run `dvc repro train` first")
    if png and placed(PNG) == PNG:
        raise click.UsageError("--png writes below the folder of --out, which is not given")
    wanted = _labels(classes) if classes else None
    click.echo(f"sample: {count} images; loading TensorFlow, which takes some seconds", err=True)
    # claims the outputs first: what git has of them comes back if anything from here on is stopped
    with replacing(SAMPLES, SAMPLE_LABELS, GRID, INTERPOLATION, SAME_LATENTS) as partials:
        import_quietly()
        _sample(_load(GENERATOR), count, seed, wanted, partials)
    if png:
        _write_files()


def _sample(
    generator: "keras.Model",
    count: int,
    seed: int,
    wanted: list[int] | None,
    partials: list[Path],
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
    images, labels, overview, interpolation, same_latents = partials
    with images.open("wb") as file:
        np.save(file, samples.images)
    with labels.open("wb") as file:
        np.save(file, samples.labels)
    _picture(overview, samples.images[shown], int(np.count_nonzero(first)) if len(asked) else SIDE)
    _picture(interpolation, walks, SIDE)
    same_latents.mkdir()
    if len(asked):
        columns = sampling.spread(asked)
        rows = sampling.same_latents(generator, seed, SIDE, columns)
        _picture(same_latents / "0.png", rows, len(columns))
    else:  # DVC warns of empty folders
        (same_latents / "none.txt").write_text("The generator takes no labels.\n", "utf-8")
    click.echo(f"{count} images of {'x'.join(map(str, samples.images.shape[1:]))}")


def _labels(names: tuple[str, ...]) -> list[int]:
    """Their indices into the classes of the data. Raises InputError for one that it lacks."""
    known = load_account()["classes"]
    for name in names:
        if name not in known:
            more = f" and {len(known) - SIDE} more" if len(known) > SIDE else ""
            raise InputError(
                f"{name!r} is no class of the data; it has {', '.join(known[:SIDE]) or 'none'}{more}",
                option="classes",
            )
    return [known.index(name) for name in names]


def _write_files() -> None:
    """A PNG file of each image; of a conditional generator in a folder for each class."""
    images, labels = np.load(placed(SAMPLES)), np.load(placed(SAMPLE_LABELS))
    with replacing(PNG) as (folder,):
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
