"""A generator step of three systems: ours, the usual ways, and the limit of the arithmetic."""

from collections.abc import Mapping
from functools import partial

from benchmarks.common.context import Context
from benchmarks.common.rounds import Factory, Result, Work, measure
from benchmarks.common.tables import number, table
from benchmarks.speed.arithmetic import step_flops
from benchmarks.speed.limit import FLOAT, HALF, has_torch, limits, products
from benchmarks.speed.ours import OURS, ours
from benchmarks.speed.peers_keras import usual
from benchmarks.speed.systems import SYSTEMS

SECONDS = 1.5
"""Of each measurement, about."""
TORCH = "PyTorch, {dtype}"
COUNTED = "GFLOP of a step"


def section(context: Context) -> str:
    """Measure and tabulate all systems."""
    parts = []
    for name, system in SYSTEMS.items():
        results = measure(_contenders(context, name), context.rounds)
        parts.append(f"### {system.title}\n\n{_summary(results)}")
    return "\n\n".join(parts)


def ours_counted(system: str, seconds: float) -> Mapping[str, Work]:
    """Our contenders; and the arithmetic of a step, for which TensorFlow is needed as well."""
    contenders = ours(system, seconds)
    from wgan.gan.build import build_pair

    chosen = SYSTEMS[system]
    pair = build_pair(chosen.config, chosen.shape, 0)
    gigaflops = step_flops(chosen.config, *pair) / 1e9
    return {**contenders, COUNTED: lambda: gigaflops}


def torch_eager(system: str, seconds: float) -> Mapping[str, Work]:
    """PyTorch's contenders; it is imported only where it is there."""
    from benchmarks.speed import peers_torch

    return peers_torch.torch_eager(system, seconds)


def _contenders(context: Context, system: str) -> list[Factory]:
    seconds = 0.1 if context.quick else SECONDS
    factories: list[Factory] = [
        *products(context),
        partial(ours_counted, system, seconds),
        partial(usual, system, seconds),
        partial(usual, system, seconds, onednn=True),
    ]
    return [*factories, *([partial(torch_eager, system, seconds)] if has_torch() else [])]


def _summary(results: Mapping[str, Result]) -> str:
    """The limit in words, then a row per contender, ours first."""
    largest = limits(results)
    flop = results[COUNTED].median
    own = results[OURS].median
    torch_best = _best_torch(results)
    rows = []
    for name, found in results.items():
        if name == COUNTED or " x " in name:
            continue
        dtype = HALF if HALF in name else FLOAT
        reached = flop / found.median
        rows.append(
            [
                f"{name} (its best)" if name in torch_best else name,
                number(found.median * 1e3),
                f"{found.median / own:.2f}",
                number(reached),
                f"{reached / largest[dtype]:.0%}",
            ]
        )
    best = ", ".join(
        f"{number(largest[dtype])} GFLOP/s in {dtype}: {number(flop / largest[dtype] * 1e3)} ms"
        for dtype in largest
    )
    head = ["how", "ms a step", "times ours", "GFLOP/s", "share of the limit"]
    return f"{number(flop)} GFLOP a step; at the limit, {best}.\n\n{table(head, rows)}"


def _best_torch(results: Mapping[str, Result]) -> list[str]:
    """PyTorch's contender in its faster memory format, for each type it was measured in."""
    best = []
    for dtype in (FLOAT, HALF):
        start = TORCH.format(dtype=dtype)
        names = [name for name in results if name.startswith(start) and " x " not in name]
        best += [min(names, key=lambda name: results[name].median)] if names else []
    return best
