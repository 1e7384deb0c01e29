"""Whether generated faces have what was asked for: `python -m benchmarks.recipes.hair`.

A classifier learns the labels (blond or not, for celeba-blond-cgan) from the real training images and reads the
samples. How often it is right on unseen real images says how far it can be trusted.
"""

from typing import Any

import click
import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.common.tables import table
from stages.support.paths import PREPARED, SAMPLE_LABELS, SAMPLES
from wgan.images import to_bytes

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
SIDE = 16
"""Pixels: enough for hair, and few enough for a linear rule."""


def reader(images: Images, labels: Labels) -> Any:
    """A logistic regression that reads images (N, S, S, C); every class weighs the same."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    machine = make_pipeline(
        FunctionTransformer(_points),
        StandardScaler(),
        LogisticRegression(C=0.01, class_weight="balanced", max_iter=1000),
    )
    return machine.fit(images, labels)


def read_right(machine: Any, images: Images, labels: Labels) -> dict[int, float]:
    """Share of the images of each label, by label, in which the label is read."""
    right = machine.predict(images) == labels
    return {int(label): float(right[labels == label].mean()) for label in np.unique(labels)}


def _points(images: Images) -> npt.NDArray[np.float32]:
    small = [cv2.resize(each, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for each in images]
    return np.asarray(np.reshape(small, (len(images), -1)) / 255, np.float32)


@click.command()
def main() -> None:
    """Read the labels in samples/, beside unseen real images of data/prepared/."""
    train, test = (
        (
            to_bytes(np.load(PREPARED / f"{name}_images.npy", mmap_mode="r", allow_pickle=False)),
            np.load(PREPARED / f"{name}_labels.npy", allow_pickle=False),
        )
        for name in ("train", "test")
    )
    machine = reader(*train)
    labels = np.load(SAMPLE_LABELS, allow_pickle=False)
    made = (np.load(SAMPLES, allow_pickle=False), labels)
    rows = []
    for name, found in (
        ("generated", read_right(machine, *made)),
        ("real, unseen", read_right(machine, *test)),
    ):
        shares = [f"{found[label]:.1%}" for label in sorted(found)]
        rows.append([name, *shares, f"{np.mean(list(found.values())):.1%}"])
    click.echo(table(["read right", *(f"label {label}" for label in sorted(found)), "mean"], rows))


if __name__ == "__main__":
    main()
