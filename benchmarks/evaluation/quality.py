"""The quality numbers and verdicts of staged sets.

python -m benchmarks.evaluation.quality
"""

import numpy as np

from benchmarks.evaluation.sets import blur, noise, repeated, split
from wgan.evaluation.quality import quality

COUNT = 1000


def main() -> None:
    """Print one line per set."""
    rng = np.random.default_rng(0)
    train, unseen, fresh = split(rng, 3000, COUNT, COUNT)
    sets = {
        "unseen real images": fresh,
        "noisy, 20 grey levels": noise(fresh, rng),
        "blurred by 0.5 px": blur(fresh, 0.5),
        "blurred by 0.7 px": blur(fresh, 0.7),
        "blurred by 1 px": blur(fresh, 1.0),
        "blurred by 2 px": blur(fresh, 2.0),
        "black and white": np.where(fresh > 127, 255, 0).astype(np.uint8),
        "blank": np.zeros_like(fresh),
        "100 images, ten times each": repeated(fresh, 100),
        "one image": repeated(fresh, 1),
    }
    heads = ("W1", "+-", "prec", "recall", "dens", "cover", "told", "patch", "verdict")
    print(f"{'set':28s}" + "".join(f"{head:>8s}" for head in heads))
    for name, images in sets.items():
        result = quality(images, train[:COUNT], unseen, None, 0)
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
        )
        print(f"{name:28s}" + "".join(f"{value:8.3f}" for value in numbers), f"  {result.verdict}")


if __name__ == "__main__":
    main()
