"""Honest images, and 5 % of copies among them, beside unseen images that were saved in another way.

python -m benchmarks.evaluation.saved_otherwise
"""

from collections.abc import Callable
from functools import partial

import click
import cv2
import numpy as np

from benchmarks.common.tables import table
from benchmarks.evaluation.quality import jpeg
from benchmarks.evaluation.sets import digits
from wgan.evaluation.memorization import memorization
from wgan.evaluation.settings import CopyingSettings
from wgan.images import Bytes

TRAIN, UNSEEN, GENERATED = 2000, 1000, 600
COPIES = 30
SMALL = 20


def resized(images: Bytes) -> Bytes:
    """Shrunk to SMALL pixels and enlarged again."""
    side = images.shape[1]
    return np.stack(
        [cv2.resize(cv2.resize(each, (SMALL, SMALL)), (side, side)) for each in images]
    ).reshape(images.shape)


FORMS: dict[str, Callable[[Bytes], Bytes]] = {
    "as they are": lambda images: images,
    "JPEG, quality 90": partial(jpeg, level=90),
    "JPEG, quality 75": partial(jpeg, level=75),
    "JPEG, quality 50": partial(jpeg, level=50),
    f"shrunk to {SMALL} pixels and enlarged": resized,
    "inverted": lambda images: 255 - images,
}


@click.command()
def main() -> None:
    """Print a line for each form of the unseen images."""
    rng = np.random.default_rng(0)
    images = rng.permutation(digits()[0])
    train, unseen, honest = np.split(images[: TRAIN + UNSEEN + GENERATED], [TRAIN, TRAIN + UNSEEN])
    copied = np.concatenate([train[:COPIES], honest[COPIES:]])
    rows = []
    for name, make in FORMS.items():
        saved = make(unseen)
        found = memorization(honest, train, saved, CopyingSettings())
        own = found.own_share
        assert own
        rows.append(
            [
                name,
                f"{found.share.share:.0%}",
                f"{own.share:.0%}",
                f"{own.expected:.0%}",
                str(found.verdict),
                str(memorization(copied, train, saved, CopyingSettings()).verdict),
            ]
        )
    heads = "unseen images", "nearest to training", "of training images", "chance"
    click.echo(table([*heads, "honest", f"{COPIES} copies"], rows))


if __name__ == "__main__":
    main()
