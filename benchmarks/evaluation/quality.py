"""The quality numbers and verdicts of staged sets.

python -m benchmarks.evaluation.quality
"""

import numpy as np

from benchmarks.evaluation.sets import blur, digits, noise, repeated
from wgan.evaluation.quality import quality
from wgan.evaluation.sets import Labelled

COUNT = 1000


def main() -> None:
    """Print one line per set."""
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
            result.measured("patches").extra["patch_ratio"],
            result.measured("sure").generated["share"],
            result.measured("frechet").generated["distance"],
        )
        print(f"{name:28s}" + "".join(f"{value:8.3f}" for value in numbers), f"  {result.verdict}")


if __name__ == "__main__":
    main()
