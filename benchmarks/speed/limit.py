"""The largest rate of matrix products: nothing made of them can be faster."""

import importlib.util
import re
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.common.context import Context
from benchmarks.common.rounds import Factory, Result, Work, measure
from benchmarks.common.tables import number, table
from stages.support.tensorflow import import_quietly

SIZES = (2048, 4096)
FLOAT, HALF = "float32", "bfloat16"
SECONDS = 0.5
"""Of each measurement, about."""


def dtypes(told: Path = Path("/proc/cpuinfo")) -> tuple[str, ...]:
    """The types to measure: bfloat16 where the processor multiplies it, as Linux tells.

    Elsewhere a library does so one number at a time: 20 minutes for a product of PyTorch's.
    """
    can = told.is_file() and re.search(r"\b(avx512_bf16|amx_bf16|bf16)\b", told.read_text("utf-8"))
    return (FLOAT, HALF) if can else (FLOAT,)


def tensorflow_products(sizes: Sequence[int]) -> Mapping[str, Work]:
    """GFLOP/s of products of square matrices in TensorFlow."""
    import_quietly(portable=False)
    import tensorflow as tf

    product = tf.function(tf.matmul, autograph=False)

    def contender(size: int, dtype: str) -> Work:
        matrix = tf.cast(tf.random.normal((size, size)), dtype)

        def once() -> None:
            product(matrix, matrix)[0, 0].numpy()

        return lambda: _rate(once, size)

    return {_name("TensorFlow", d, n): contender(n, d) for d in dtypes() for n in sizes}


def torch_products(sizes: Sequence[int]) -> Mapping[str, Work]:
    """GFLOP/s of products of square matrices in PyTorch."""
    import torch

    def contender(size: int, dtype: str) -> Work:
        matrix = torch.randn(size, size).to(getattr(torch, dtype))
        return lambda: _rate(lambda: matrix @ matrix, size)

    return {_name("PyTorch", d, n): contender(n, d) for d in dtypes() for n in sizes}


def products(context: Context) -> list[Factory]:
    """The contenders for the limit that can run here."""
    libraries = [tensorflow_products, *([torch_products] if has_torch() else [])]
    return [partial(library, (256,) if context.quick else SIZES) for library in libraries]


def has_torch() -> bool:
    """Whether PyTorch, which the project doesn't need, is there to compare with."""
    return importlib.util.find_spec("torch") is not None


def limits(results: Mapping[str, Result]) -> dict[str, float]:
    """The largest rate seen of each type, in GFLOP/s, among the contenders of `products`."""
    return {
        dtype: max(
            rate
            for name, found in results.items()
            if f", {dtype}, " in name
            for rate in found.values
        )
        for dtype in dtypes()
    }


def section(context: Context) -> str:
    """Measure and tabulate."""
    results = measure(products(context), context.rounds)
    rows = [
        [name, number(found.median), number(max(found.values))] for name, found in results.items()
    ]
    return table(["matrix product", "median, GFLOP/s", "largest"], rows)


def _name(library: str, dtype: str, size: int) -> str:
    return f"{library}, {dtype}, {size} x {size}"


def _rate(once: Callable[[], object], size: int) -> float:
    once()
    start, count = time.perf_counter(), 0
    while (seconds := time.perf_counter() - start) < SECONDS:
        once()
        count += 1
    return 2 * size**3 * count / seconds / 1e9
