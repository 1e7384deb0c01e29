"""What the published system 1 does over its steps, and with everything clipped.

python -m benchmarks.recipes mnist-sevens-wgan mnist-sevens-wgan-clipped --histories FOLDER
python -m benchmarks.recipes.curves FOLDER
"""

from pathlib import Path

import click
import pandas as pd

from benchmarks.common.context import ROOT
from benchmarks.common.pictures import shrink
from wgan.report.style import (
    GENERATED,
    GENERATED_LINE,
    REAL,
    REAL_LINE,
    figure,
    place_legend,
    save,
    styled,
)

PICTURE = ROOT / "docs/pictures/mnist-sevens-wgan-scores.png"
PANELS = {
    "mnist-sevens-wgan": "kernels clipped, as published",
    "mnist-sevens-wgan-clipped": "all weights clipped",
}
LINES = {
    "real_score": ("real", REAL, REAL_LINE),
    "fake_score": ("generated", GENERATED, GENERATED_LINE),
}


@click.command()
@click.argument("histories", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(histories: Path) -> None:
    """Draw the scores in HISTORIES, the folder that benchmarks.recipes wrote."""
    with styled():
        made = figure(4.4)
        for axes, (name, title) in zip(
            made.subplots(2, 1, sharex=True), PANELS.items(), strict=True
        ):
            history = pd.read_csv(histories / f"{name}.csv")
            for column, (label, color, line) in LINES.items():
                axes.plot(
                    history["step"], history[column], color=color, linestyle=line, label=label
                )
            axes.set(title=title, ylabel="mean score")
            place_legend(axes)
        axes.set_xlabel("generator updates")
        save(made, PICTURE)
    shrink(PICTURE)


if __name__ == "__main__":
    main()
