"""What a finished run shows, for docs/recipes/: `python -m benchmarks.recipes.record NAME`.

Reads the workspace (or that named by --workspace) after `dvc exp run` or `dvc repro`. Writes
docs/pictures/NAME.png, the grid, NAME-time.png, the same latents through the run, and NAME-curve.png.
Prints the figures as a table.
"""

import json
import shutil
from pathlib import Path

import click
import numpy as np
from PIL import Image

from benchmarks.common.context import ROOT
from benchmarks.common.pictures import COLORS, shrink
from benchmarks.common.tables import table
from wgan.report.style import WIDTH, figure, save, styled

PICTURES = ROOT / "docs/pictures"
ROW = 8
"""Images a line: the progress pictures are eight by eight."""


@click.command()
@click.argument("name")
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="Where the run's files are.",
)
def main(name: str, workspace: Path) -> None:
    """Write the pictures of the run in the workspace as NAME, and print its figures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Image.open(workspace / "samples/grid.png") as grid:
        grid.save(PICTURES / f"{name}.png")
    train, found = (
        json.loads((workspace / f"reports/{stage}/metrics.json").read_text(encoding="utf-8"))
        for stage in ("train", "evaluate")
    )
    progress = workspace / "reports/train"
    draw_time(
        progress / "progress", progress / "last.png", train["steps"], PICTURES / f"{name}-time.png"
    )
    shutil.copy(workspace / "reports/evaluate/trend.png", PICTURES / f"{name}-curve.png")
    for kind, colors in (("", 256), ("-time", 256), ("-curve", COLORS)):
        shrink(PICTURES / f"{name}{kind}.png", colors)
    figures = {
        key: f"{value:.3f}" if isinstance(value, float) else str(value)
        for key, value in {"steps": train["steps"], **found}.items()
    }
    click.echo(table(["run", *figures], [[name, *figures.values()]]))


def draw_time(folder: Path, last: Path, steps: int, path: Path) -> None:
    """Draw the diagonal of each of a run's pictures: `folder`/STEP.png, and `last`, of step `steps`.

    So a line has ROW latents, and of a conditional run all classes that these pictures show.
    """
    pictures = {int(each.stem): each for each in folder.glob("*.png")} | {steps: last}
    lines = []
    for step in sorted(pictures):
        with Image.open(pictures[step]) as picture:
            pixels = np.asarray(picture)
        side = len(pixels) // ROW
        places = [slice(side * place, side * (place + 1)) for place in range(ROW)]
        lines.append(np.concatenate([pixels[place, place] for place in places], axis=1))
    height, width = lines[0].shape[:2]
    with styled():
        made = figure(WIDTH * 0.9 * len(lines) * height / width)
        parts = np.ravel(made.subplots(len(lines), 1))
        for axes, step, line in zip(parts, sorted(pictures), lines, strict=True):
            axes.imshow(line, cmap="gray", interpolation="nearest")
            axes.set(xticks=[], yticks=[], frame_on=False)
            axes.set_ylabel(f"{step:,}", rotation=0, ha="right", va="center")
        save(made, path)


if __name__ == "__main__":
    main()
