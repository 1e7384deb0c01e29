"""In how many images a face detector finds a face: `python -m benchmarks.recipes.faces [IMAGES.npy]`.

The detector is scikit-image's cascade of local binary patterns, trained on other photographs, or another one of that
kind: for drawn faces lbpcascade_animeface.xml (github.com/nagadomi/lbpcascade_animeface, MIT). What it finds in
real images, in these upside down and in noise says how far it can be trusted.
"""

from pathlib import Path

import click
import cv2
import numpy as np
import numpy.typing as npt
from skimage.data import lbp_frontal_face_cascade_filename
from skimage.feature import Cascade

from benchmarks.common.tables import table
from stages.support.paths import PREPARED, SAMPLES
from wgan.images import to_bytes

Images = npt.NDArray[np.uint8]
LARGER = 3
"""Times an image is enlarged: the detector's smallest window is 24 pixels, of the face alone."""
SMALLEST = 0.4
"""Of the image's side: a smaller find is a pattern in the skin or in the background."""
SCALE = 1.15
"""Between window sizes. Less finds more, upside down as well: 1.1 some 3 % more of either; 1.2 fewer."""


def faces(images: Images, cascade: Path | None = None) -> npt.NDArray[np.bool_]:
    """Whether a face is found in each of (N, S, S, C) images, C = 1 or 3, (N,).

    `cascade` is OpenCV's XML of a cascade of local binary patterns; without it, that of scikit-image.
    """
    detector = Cascade(str(cascade or lbp_frontal_face_cascade_filename()))
    side = images.shape[1] * LARGER
    least = round(side * SMALLEST)
    found = [
        detector.detect_multi_scale(
            img=cv2.resize(image, (side, side), interpolation=cv2.INTER_CUBIC),
            scale_factor=SCALE,
            step_ratio=1,
            min_size=(least, least),
            max_size=(side, side),
        )
        for image in images
    ]
    return np.array([bool(each) for each in found])


@click.command()
@click.argument("samples", type=click.Path(exists=True, path_type=Path), default=SAMPLES)
@click.option("--count", default=200, show_default=True, help="Images of each kind to look at.")
@click.option(
    "--cascade",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another detector, such as lbpcascade_animeface.xml.",
)
def main(samples: Path, count: int, cascade: Path | None) -> None:
    """Count the faces in SAMPLES, beside real images of data/prepared/ and noise."""
    generated = np.load(samples, allow_pickle=False)[:count]
    real = to_bytes(np.load(PREPARED / "test_images.npy", allow_pickle=False)[:count])
    noise = np.random.default_rng(0).integers(0, 256, real.shape, np.uint8)
    kinds = {"generated": generated, "real": real, "upside down": real[:, ::-1], "noise": noise}
    rows = [
        [name, str(len(kind)), f"{faces(kind, cascade).mean():.1%}"] for name, kind in kinds.items()
    ]
    click.echo(table(["images", "count", "a face is found in"], rows))


if __name__ == "__main__":
    main()
