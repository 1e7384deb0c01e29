"""The exact search by L1, beside scikit-learn's."""

import time
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from benchmarks.common.context import Context
from benchmarks.common.rounds import Work, measure
from benchmarks.common.tables import number, table
from wgan.images import Bytes

PIXELS = 28 * 28
QUERIES = 1024
REFERENCES = 20_000
THEIR_QUERIES = 64
"""Fewer, as each takes so long; the time of each doesn't depend on their number."""
SCIKIT, NEAREST, FIFTY, SHIFTED, CANDIDATES = (
    "scikit-learn, pairwise_distances_argmin",
    "ours, the nearest",
    "ours, the 50 nearest",
    "ours, the 50 nearest in 9 shifts",
    "ours, the same among candidates",
)
VIEWS = 9.0


def our_search(references: int) -> Mapping[str, Work]:
    """Seconds per query; the shifted searches include the plain one that they start from."""
    from wgan.evaluation.neighbours import nearest
    from wgan.evaluation.tolerance import Tolerance, tolerant

    queries, searched = _digits(QUERIES, 0), _digits(references, 1)

    def shifted(*, exhaustive: bool) -> object:
        plain = nearest(queries, searched, 50)
        return tolerant(queries, searched, plain, Tolerance(1), exhaustive=exhaustive)

    return {
        NEAREST: _per_query(lambda: nearest(queries, searched, 1), QUERIES),
        FIFTY: _per_query(lambda: nearest(queries, searched, 50), QUERIES),
        SHIFTED: _per_query(lambda: shifted(exhaustive=True), QUERIES),
        CANDIDATES: _per_query(lambda: shifted(exhaustive=False), QUERIES),
    }


def scikit_search(references: int) -> Mapping[str, Work]:
    """Seconds per query."""
    from sklearn.metrics import pairwise_distances_argmin

    queries, searched = (
        images.reshape(len(images), -1).astype(np.float32)
        for images in (_digits(THEIR_QUERIES, 0), _digits(references, 1))
    )
    return {
        SCIKIT: _per_query(
            lambda: pairwise_distances_argmin(queries, searched, metric="manhattan"), THEIR_QUERIES
        )
    }


def section(context: Context) -> str:
    """Measure and tabulate."""
    references = 1000 if context.quick else REFERENCES
    results = measure(
        [partial(scikit_search, references), partial(our_search, references)], context.rounds
    )
    rows = []
    for name, found in results.items():
        compared = references * PIXELS * (VIEWS if name == SHIFTED else 1)
        rows.append(
            [
                name,
                number(found.median * 1e3),
                "" if name == CANDIDATES else number(compared / found.median / 1e9),
                f"{results[SCIKIT].median / found.median:.1f}",
            ]
        )
    head = ["search", "ms per query", "G differences/s", "times scikit-learn"]
    return f"{references:,} images of 28x28.\n\n{table(head, rows)}"


def _per_query(search: Callable[[], object], queries: int) -> Work:
    search()

    def timed() -> float:
        start = time.perf_counter()
        search()
        return (time.perf_counter() - start) / queries

    return timed


def _digits(count: int, seed: int) -> Bytes:
    from benchmarks.evaluation.sets import digits, enlarge

    return enlarge(digits()[0], count, np.random.default_rng(seed))
