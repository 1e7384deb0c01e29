"""Stage 3: from a generator to images."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from stages.support.command import stage
from stages.support.outputs import replacing
from stages.support.paths import (
    GENERATOR,
    GRID,
    INTERPOLATION,
    SAME_LATENTS,
    SAMPLE_LABELS,
    SAMPLES,
)
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


@stage("sample", SampleConfig)
def main(count: int, seed: int) -> None:
    """Generate images, a grid of the first ones, and walks between latents."""
    if not GENERATOR.is_file():
        raise InputError(f"{GENERATOR} is missing; run `dvc repro train` first")
    import_quietly()
    from wgan.gan import sampling

    generator = _load(GENERATOR)
    samples = sampling.samples(generator, count, seed)
    walks = sampling.walks(generator, seed, rows=SIDE, points=SIDE)
    classes = sampling.classes(generator)
    columns = max(1, min(SIDE, count // classes)) if classes else SIDE
    with replacing(SAMPLES, SAMPLE_LABELS, GRID, INTERPOLATION, SAME_LATENTS) as partials:
        images, labels, overview, interpolation, same_latents = partials
        with images.open("wb") as file:
            np.save(file, samples.images)
        with labels.open("wb") as file:
            np.save(file, samples.labels)
        _picture(overview, samples.images[sampling.overview(samples.labels, SIDE)], columns)
        _picture(interpolation, walks, SIDE)
        same_latents.mkdir()
        if classes:
            rows = sampling.same_latents(generator, seed, rows=SIDE)
            _picture(same_latents / "0.png", rows, classes)
        else:  # DVC warns of empty folders
            (same_latents / "none.txt").write_text("The generator takes no labels.\n", "utf-8")
    click.echo(f"{count} images of {'x'.join(map(str, samples.images.shape[1:]))}")


def _load(path: Path) -> "keras.Model":
    import keras

    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises almost anything on damaged or foreign files
        raise InputError(
            f"{path} is no generator that Keras {keras.__version__} can load "
            f"({reason(error)[:200]}); "
            "run `dvc repro --force train`"
        ) from None


def _picture(path: Path, images: "np.typing.NDArray[np.uint8]", columns: int) -> None:
    factor = -(-SHOWN // images.shape[1])
    save_png(path, enlarge(grid(images, columns), factor))


if __name__ == "__main__":
    main()
