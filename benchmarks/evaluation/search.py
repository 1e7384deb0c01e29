"""How long the search takes, beside scikit-learn's, and the whole evaluation at full size.

python -m benchmarks.evaluation.search
"""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from sklearn.metrics import pairwise_distances_argmin

from benchmarks.evaluation.sets import digits
from wgan.evaluation.memorization import memorization
from wgan.evaluation.neighbours import nearest
from wgan.evaluation.settings import CopyingSettings
from wgan.evaluation.tolerance import Tolerance, tolerant
from wgan.images import Bytes

Result = TypeVar("Result")


def main() -> None:
    """Print seconds, and pixel differences per second."""
    rng = np.random.default_rng(0)
    pool = digits()[0]
    queries, references = enlarge(pool, 2000, rng), enlarge(pool, 10000, rng)
    flat = [images.reshape(len(images), -1).astype(np.float32) for images in (queries, references)]
    theirs, seconds = timed(
        lambda: pairwise_distances_argmin(flat[0][:200], flat[1], metric="manhattan")
    )
    report("scikit-learn, 200 x 10,000", seconds, 200 * 10000)
    ours, seconds = timed(lambda: nearest(queries, references, 1))
    report("nearest, k = 1, 2,000 x 10,000", seconds, 2000 * 10000)
    print("the same neighbours:", bool((ours.index[:200, 0] == theirs).all()))
    plain, seconds = timed(lambda: nearest(queries, references, 50))
    report("nearest, k = 50", seconds, 2000 * 10000)
    tolerance = Tolerance(1)
    exact, seconds = timed(lambda: tolerant(queries, references, plain, tolerance, exhaustive=True))
    report("8 shifts more, every pair", seconds, 2000 * 10000 * 8)
    chosen, seconds = timed(
        lambda: tolerant(queries, references, plain, tolerance, exhaustive=False)
    )
    report("8 shifts more, candidates", seconds, 2000 * 10000 * 8)
    agree = np.mean(exact.index[:, 0] == chosen.index[:, 0])
    print(f"the candidates hold the nearest in {agree:.1%}")
    train, unseen, generated = (enlarge(pool, count, rng) for count in (60000, 10000, 10000))
    settings = CopyingSettings()
    result, seconds = timed(lambda: memorization(generated, train, unseen, settings))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"memorization, 10,000 x 60,000: {seconds:.1f} s, peak {peak:.2f} GiB, {result.verdict}")


def enlarge(pool: Bytes, count: int, rng: np.random.Generator) -> Bytes:
    """Draw digits and shake each of them, so that no two are equal."""
    chosen = pool[rng.integers(len(pool), size=count)]
    shaken = chosen + rng.integers(-20, 21, chosen.shape, dtype=np.int16)
    return np.clip(shaken, 0, 255).astype(np.uint8)


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do it once and measure."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def report(name: str, seconds: float, pairs: int) -> None:
    """Print one line."""
    print(f"{name:34s} {seconds:8.2f} s {pairs * 784 / seconds / 1e9:8.1f} G/s", flush=True)


if __name__ == "__main__":
    main()
