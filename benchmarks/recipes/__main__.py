"""What each recipe does on this machine: `python -m benchmarks.recipes [NAME ...]`.

The digits run as far as the recipe says, on the bundled images; the 64x64 systems need images of their own: docs/recipes/
has their lines, and `python -m benchmarks.recipes.record` their pictures. Grids go to docs/pictures, numbers
to the terminal. With --histories, `python -m benchmarks.recipes.curves` can draw what the runs of the sevens did.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import pandas as pd
from PIL import Image

from benchmarks.common.context import ROOT
from benchmarks.common.params import write_changed
from benchmarks.common.pictures import shrink
from stages.support.paths import HISTORY

PICTURES = ROOT / "docs/pictures"
BUNDLED = {"prepare": {"dataset": "mnist-5k"}}
SEVENS = {"prepare": {"dataset": "mnist-5k", "classes": ["7"]}}
KEPT = {"ema_decay": 0.99, "keep": "best", "candidate_every": 10}
RUNS: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "mnist-sevens-wgan": ("mnist-sevens-wgan", SEVENS),
    # the training stays the same, another model is kept
    "mnist-sevens-wgan-kept": ("mnist-sevens-wgan", {**SEVENS, "train": KEPT}),
    "mnist-sevens-wgan-clipped": ("mnist-sevens-wgan", {**SEVENS, "train": KEPT | {"clip": "all"}}),
    # 23 epochs of the 4,500 bundled training images
    "mnist-wgan-dense": ("mnist-wgan-dense", {**BUNDLED, "train": {"steps": 1640}}),
    "mnist-conditional": ("mnist-conditional", BUNDLED),
}
"""Name of a run: the recipe, and what differs from it here."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(RUNS)))
@click.option(
    "--histories",
    type=click.Path(file_okay=False, writable=True, path_type=Path),
    help="Folder for NAME.csv, the history of each run.",
)
def main(names: tuple[str, ...], histories: Path | None) -> None:
    """Run the recipes NAMES, or all of them, and print what each came to."""
    for name in names or RUNS:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            click.echo(json.dumps(_run(name, folder)))
            if histories:
                histories.mkdir(parents=True, exist_ok=True)
                shutil.copy(folder / HISTORY, histories / f"{name}.csv")


def _run(name: str, folder: Path) -> dict[str, Any]:
    recipe, changes = RUNS[name]
    for part in ("stages", "wgan"):
        shutil.copytree(ROOT / part, folder / part)
    write_changed(ROOT / f"recipes/{recipe}.yaml", folder / "params.yaml", changes)
    seconds = {}
    for stage in ("prepare", "train", "sample", "evaluate"):
        start = time.monotonic()
        command = [sys.executable, "-m", f"stages.{stage}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        seconds[stage] = round(time.monotonic() - start)
        if done.returncode:
            raise click.ClickException(f"{name}, {stage}: {done.stderr[-2000:]}")
    return {"run": name, "seconds": seconds, **_results(name, folder)}


def _results(name: str, folder: Path) -> dict[str, Any]:
    history = pd.read_csv(folder / HISTORY)
    rows = history.iloc[[0, len(history) // 4, len(history) // 2, -1]]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Image.open(folder / "samples/grid.png") as grid:
        grid.resize((grid.width // 2, grid.height // 2)).save(PICTURES / f"{name}.png")
    shrink(PICTURES / f"{name}.png")
    metrics = {
        kind: json.loads((folder / f"reports/{kind}/metrics.json").read_text(encoding="utf-8"))
        for kind in ("train", "evaluate")
    }
    return {"rows": rows.round(3).to_dict(orient="records"), **metrics}


if __name__ == "__main__":
    main()
