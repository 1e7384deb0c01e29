"""How numbers are written for a person."""

import math
from collections.abc import Sequence


def number(value: float | None, digits: int = 3) -> str:
    """Format a number with some significant digits; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if 0 < abs(value) < 1e-3:
        return "< 0.001" if value > 0 else "> -0.001"
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{digits}g}" if abs(value) < 10 ** (digits - 1) else f"{value:.0f}"


def exact(value: float) -> str:
    """Format a number as one types it, with all its digits: it gives the same number again."""
    return repr(value).removesuffix(".0")


def share(value: float | None) -> str:
    """Format a share as a percentage."""
    return "–" if value is None or not math.isfinite(value) else f"{value:.1%}"


def interval(low: float, high: float) -> str:
    """Format the 95 % interval of a share."""
    return f"{share(low)} to {share(high)}"


def listed(names: Sequence[str], most: int = 20) -> str:
    """Write names one after another, and how many more there are than `most`."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
