"""The sections of pictures on the page, in the order of reading."""

from collections.abc import Sequence
from pathlib import Path

from wgan.images import MOST_CLASSES
from wgan.report.page import Picture, Section

ESTIMATE = (
    "The critic's mean score of real images less that of generated ones: lower is nearer. The faint line "
    "is each row of history.csv, a mean over the updates since the row before; the others are running "
    "medians. The shaded part is the tail, on which the verdict stands, with the line fitted to it."
)
SCORES = "Mean scores by the critic; this loss estimates no distance."


def sections(
    *,
    grid: Path,
    interpolation: Path,
    same_latents: Path,
    progress: Path,
    last: Path,
    trend: Path,
    pairs: Path,
    distances: Path,
    last_step: int,
    estimates: bool,
    classes: Sequence[str] = (),
) -> list[Section]:
    """Lay out the pictures of a run; those of the earlier stages are shown where they exist.

    `same_latents` and `progress` are folders of PNGs, the latter named by their steps; `last` is that of
    `last_step`. `estimates` says what the picture `trend` shows: a distance, or scores. `classes` are those asked for,
    none if none was.
    """
    rows = f" A row a class: {_in_order(classes)}." if classes else ""
    laid_out = [
        Section(
            "Generated images",
            f"The first ones{' of each class' if classes else ''}, not chosen.{rows}",
            _present(Picture(grid, "A grid of generated images.")),
        ),
        Section(
            "From one image to another",
            "Each row walks between two latent vectors. A model that knows its images one by one "
            "jumps; one that has learned what they have in common changes smoothly.",
            _present(Picture(interpolation, "Rows of images that change into each other.")),
        ),
        Section(
            "The same latent vector in every class",
            f"A row keeps its latent vector, a column its class: {_in_order(classes)}.",
            [Picture(path, "Rows of one style, by class.") for path in _pictures(same_latents)],
        ),
        Section(
            "Through training",
            "The same latent vectors after so many generator updates.",
            [
                Picture(path, f"Generated images after {step} updates.", f"{step}")
                for step, path in _steps(progress, last, last_step)
            ],
            strip=True,
        ),
        Section(
            "The loss",
            ESTIMATE if estimates else SCORES,
            [
                Picture(
                    trend,
                    f"{'The Wasserstein estimate' if estimates else 'Mean scores'} of training and validation "
                    f"images{'' if estimates else ' and of generated ones'} over {last_step} generator updates.",
                )
            ],
        ),
        *copying_sections(pairs, distances),
    ]
    return [section for section in laid_out if section.pictures]


def _in_order(classes: Sequence[str]) -> str:
    """Their names, as far as a picture shows them."""
    if len(classes) > MOST_CLASSES:
        return (
            f"{MOST_CLASSES} of {len(classes)}, evenly spread, from {classes[0]} to {classes[-1]}"
        )
    return ", ".join(classes)


def copying_sections(pairs: Path, distances: Path) -> list[Section]:
    """The pictures that tell of copies."""
    return [
        Section(
            "The most suspicious images",
            "Generated images that are nearest to one training image and to no other, beside that "
            "image and the nearest one that the generator never saw. Below: how often a real "
            "unseen image is so isolated (p), and the distances in grey levels per pixel. If the "
            "two neighbours are about as near, nothing was copied.",
            [Picture(pairs, "Generated images with their nearest training and unseen images.")],
        ),
        Section(
            "Distances to the training images",
            "Where the curve of generated images runs left of the dashed one, they are suspiciously "
            "close to the training images: closer than real images that are new.",
            [
                Picture(
                    distances,
                    "Two charts: shares of generated and of unseen images up to each distance to a training "
                    "image, and up to each isolation of that image.",
                )
            ],
        ),
    ]


def _present(picture: Picture) -> list[Picture]:
    return [picture] if picture.path.is_file() else []


def _pictures(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.png"))


def _steps(progress: Path, last: Path, last_step: int) -> list[tuple[int, Path]]:
    found = {int(path.stem): path for path in _pictures(progress) if path.stem.isdigit()}
    if last.is_file():
        found.setdefault(last_step, last)
    return sorted(found.items())
