"""The quality numbers and verdicts of staged sets.

    python -m benchmarks.evaluation.quality [--runs RUNS] [--own IMAGES.npy] [--fault FAULT]...

Then how often real images are called close to real ones, and faults are not, in RUNS draws of each number of
images: of digits, of icons on white, and of images of your own, (n, H, W, C) uint8.
"""

from collections.abc import Callable
from pathlib import Path

import click
import cv2
import numpy as np

from benchmarks.evaluation.sets import blur, digits, icons, noise, repeated
from wgan.evaluation.quality import quality
from wgan.evaluation.sets import Labelled
from wgan.images import Bytes
from wgan.verdicts import QualityVerdict

COUNT = 1000
SIZES = (100, 300, 1000)
FAULTS: dict[str, Callable[[Bytes], Bytes]] = {
    "real": lambda images: images,
    "5 % darker": lambda images: np.rint(images * 0.95).astype(np.uint8),
    "JPEG, quality 10": lambda images: jpeg(images, 10),
    "JPEG, quality 75": lambda images: jpeg(images, 75),
    "blurred by 0.5 px": lambda images: blur(images, 0.5),
}


@click.command()
@click.option("--runs", type=click.IntRange(1), default=20, show_default=True, help="Of each cell.")
@click.option(
    "--own",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Images besides: (n, H, W, C) uint8, .npy.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    type=click.Choice(list(FAULTS)),
    help="Only these, and no staged sets; may be given several times.",
)
def main(runs: int, own: Path | None, faults: tuple[str, ...]) -> None:
    """Print one line per set, then one per kind of images and fault."""
    if not faults:
        staged()
    print(f"\ncalled close to real, of {runs}; in brackets the mean distance of patches")
    print("| images | fault |" + "".join(f" {size} |" for size in SIZES))
    print("|---|---|" + "---:|" * len(SIZES))
    pools = {"digits": digits()[0], "icons": icons(np.random.default_rng(0), 3 * COUNT)}
    if own:
        pools[own.stem] = np.load(own, allow_pickle=False)
    for name, pool in pools.items():
        for fault in faults or FAULTS:
            cells = [called_close(pool, FAULTS[fault], size, runs) for size in SIZES]
            print(f"| {name} | {fault} |" + "".join(f" {cell} |" for cell in cells), flush=True)
    if not faults:
        cells = [without_a_class(size, runs) for size in SIZES]
        print("| digits | one class of ten missing |" + "".join(f" {cell} |" for cell in cells))


def called_close(pool: Bytes, make: Callable[[Bytes], Bytes], size: int, runs: int) -> str:
    """How many of the draws of so many images each are close to real, and their patches' distance."""
    if len(pool) < 3 * size:
        return "–"
    rng, close, found = np.random.default_rng(0), 0, []
    for seed in range(runs):
        train, unseen, fresh = np.split(pool[rng.permutation(len(pool))[: 3 * size]], 3)
        result = quality(make(fresh), train, unseen, None, seed)
        close += result.verdict == QualityVerdict.CLOSE
        found.append(result.measured("patches").generated["distance"])
    return f"{close} ({np.mean(found):.4f})"


def without_a_class(size: int, runs: int) -> str:
    """How many draws of digits that lack one class, another in each run, are close to real."""
    rng, close = np.random.default_rng(0), 0
    images, labels = digits()
    for seed in range(runs):
        order = rng.permutation(len(images))
        unseen, train = order[:size], order[size : size + 2000]
        fresh = order[size + 2000 :]
        fresh = fresh[labels[fresh] != seed % 10][:size]
        labelled = Labelled(
            (images[fresh], np.full(size, -1)),
            (images[train], labels[train]),
            (images[unseen], labels[unseen]),
            10,
        )
        result = quality(images[fresh], images[train[:size]], images[unseen], labelled, seed)
        close += result.verdict == QualityVerdict.CLOSE
    return str(close)


def jpeg(images: Bytes, level: int) -> Bytes:
    """As saved by JPEG with this quality and opened again."""
    option = [cv2.IMWRITE_JPEG_QUALITY, level]
    flag = cv2.IMREAD_GRAYSCALE if images.shape[-1] == 1 else cv2.IMREAD_COLOR
    opened = [
        np.asarray(cv2.imdecode(cv2.imencode(".jpg", each, option)[1], flag)) for each in images
    ]
    return np.stack(opened).reshape(images.shape).astype(np.uint8)


def staged() -> None:
    """Print one line per set of digits."""
    rng = np.random.default_rng(0)
    images, labels = digits()
    order = np.split(rng.permutation(len(images)), [3000, 3000 + COUNT, 3000 + 2 * COUNT])
    train, unseen, fresh = (images[some] for some in order[:3])
    taught, true, asked = (labels[some] for some in order[:3])
    sets = {
        "unseen real images": fresh,
        "noisy, 20 grey levels": noise(fresh, rng),
        "blurred by 0.5 px": blur(fresh, 0.5),
        "blurred by 0.7 px": blur(fresh, 0.7),
        "blurred by 1 px": blur(fresh, 1.0),
        "blurred by 2 px": blur(fresh, 2.0),
        "black and white": np.where(fresh > 127, 255, 0).astype(np.uint8),
        "halves of two digits": np.concatenate([fresh[:, :14], np.roll(fresh, 1, 0)[:, 14:]], 1),
        "blank": np.zeros_like(fresh),
        "100 images, ten times each": repeated(fresh, 100),
        "one image": repeated(fresh, 1),
    }
    heads = (
        "W1",
        "+-",
        "prec",
        "recall",
        "dens",
        "cover",
        "told",
        "patch",
        "lack",
        "sure",
        "frech",
        "verdict",
    )
    print(f"{'set':28s}" + "".join(f"{head:>8s}" for head in heads))
    for name, made in sets.items():
        labelled = Labelled((made, asked), (train, taught), (unseen, true), 10)
        result = quality(made, train[:COUNT], unseen, labelled, 0)
        own = result.measured("overlap").generated
        w1 = result.measured("w1").extra["w1_ratio"]
        numbers = (
            w1["ratio"],
            w1["standard_error"],
            own["precision"],
            own["recall"],
            own["density"],
            own["coverage"],
            result.measured("two_sample").generated["accuracy"],
            result.measured("patches").generated["distance"],
            result.measured("classes").generated["lack"],
            result.measured("sure").generated["share"],
            result.measured("frechet").generated["distance"],
        )
        print(f"{name:28s}" + "".join(f"{value:8.3f}" for value in numbers), f"  {result.verdict}")


if __name__ == "__main__":
    main()
