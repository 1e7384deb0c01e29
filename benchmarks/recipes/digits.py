"""What an independent network says of generated digits: `python -m benchmarks.recipes.digits [FOLDER ...]`.

A small convolutional network learns 50,000 digits of MNIST (about a minute; kept in --kept); it shares nothing with the
stage's own classifier. Each FOLDER holds images.npy and labels.npy, as samples/ does. Beside them stand
1,000 real digits that it never saw. The Fréchet distance is that between its 128 features of the
images and of 5,000 more unseen digits.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import numpy.typing as npt

from benchmarks.common.tables import table
from stages.support.paths import SAMPLES
from stages.support.tensorflow import import_quietly
from wgan.evaluation.measures.frechet import frechet
from wgan.gan.checkpoint import run_key
from wgan.images import to_float

if TYPE_CHECKING:
    import keras

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
TAUGHT, REFERENCE, COUNT = 50_000, 5_000, 1_000
SURE = 0.95
"""The probability from which the network counts as sure."""


def network() -> "keras.Model":
    """Images (n, 28, 28, 1) to logits (n, 10) and features (n, 128); weights not trained."""
    import keras
    from keras import layers

    images = keras.Input((28, 28, 1))
    found = images
    for width in (32, 64):
        found = layers.Conv2D(width, 3, padding="same", activation="relu")(found)
        found = layers.MaxPooling2D()(found)
    found = layers.Dropout(0.3)(layers.Flatten()(found))
    features = layers.Dense(128, activation="relu")(found)
    return keras.Model(images, [layers.Dense(10)(features), features])


def teach(judge: "keras.Model", images: Images, labels: Labels) -> None:
    """Two passes over the images (n, 28, 28, 1)."""
    import keras

    alone = keras.Model(judge.input, judge.outputs[0])
    alone.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    alone.fit(to_float(images), labels, batch_size=128, epochs=2, verbose=0)


def opinion(
    judge: "keras.Model", images: Images, labels: Labels, reference: npt.NDArray[np.float64]
) -> dict[str, float]:
    """Share it is sure of and share read as labelled, and the distance from features (m, 128)."""
    from scipy.special import softmax

    logits, features = judge.predict(to_float(images), batch_size=500, verbose=0)
    return {
        "sure": float((softmax(logits, axis=1).max(axis=1) >= SURE).mean()),
        "as labelled": float((logits.argmax(axis=1) == labels).mean()),
        "Fréchet": frechet(features.astype(np.float64), reference),
    }


class Judge:
    """The taught network, and the digits it never saw."""

    def __init__(self, model: Any, unseen: tuple[Images, Labels]) -> None:
        self.model, self.unseen = model, unseen
        found = model.predict(to_float(unseen[0][:REFERENCE]), batch_size=500, verbose=0)[1]
        self.reference = found.astype(np.float64)

    def __call__(self, images: Images, labels: Labels) -> dict[str, float]:
        """Its `opinion`."""
        return opinion(self.model, images, labels, self.reference)


def read_judge(kept: Path | None = None) -> Judge:
    """The network whose weights are in the file `kept`; taught and put there if there is no file.

    By default a file of the working folder, named by all that shapes the network.
    """
    import keras
    import tensorflow as tf

    key = run_key(
        code=Path(__file__).read_text("utf-8"), versions=[keras.__version__, tf.__version__]
    )
    kept = kept or Path(f"digits-{key[:12]}.weights.h5")
    keras.utils.set_random_seed(1)
    images, labels = _mnist()
    model = network()
    if kept.is_file():
        model.load_weights(kept)
    else:
        teach(model, images[:TAUGHT], labels[:TAUGHT])
        model.save_weights(kept)
    return Judge(model, (images[TAUGHT:], labels[TAUGHT:]))


def _mnist() -> tuple[Images, Labels]:
    from wgan.data.sources.mnist import Dataset

    source = Dataset().open()
    images = [each.read() for each in source.deliver(np.arange(len(source.labels)))]
    return np.reshape(np.asarray(images, np.uint8), (-1, 28, 28, 1)), source.labels


@click.command()
@click.argument(
    "folders",
    nargs=-1,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--kept",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default="digits-KEY.weights.h5",
    help="File for the network's weights.",
)
def main(folders: tuple[Path, ...], kept: Path | None) -> None:
    """Say what the network thinks of the digits in each of FOLDERS, samples/ if none is named."""
    import_quietly()
    judge = read_judge(kept)
    real = judge.unseen[0][REFERENCE:][:COUNT], judge.unseen[1][REFERENCE:][:COUNT]
    sets: dict[str, tuple[Images, Labels]] = {"real, unseen": real}
    for folder in folders or (SAMPLES.parent,):
        shown = np.load(folder / "images.npy", allow_pickle=False)[:COUNT]
        sets[str(folder)] = shown, np.load(folder / "labels.npy", allow_pickle=False)[:COUNT]
    rows = []
    for name, (shown, asked) in sets.items():
        found = judge(shown, asked)
        rows.append([name, *(f"{value:.3f}" for value in found.values())])
    click.echo(table(["digits", *found], rows))


if __name__ == "__main__":
    main()
