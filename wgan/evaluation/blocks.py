"""Work on many rows, a block at a time, on every core."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from threadpoolctl import threadpool_limits


def in_blocks(work: Callable[[slice], Any], count: int, size: int) -> None:
    """Call `work` with slices of at most `size` of `count` rows; side by side, in any order.

    A matrix product keeps to one thread meanwhile: small ones lose more than they gain by more, and
    the result then does not depend on the number of cores.
    """
    blocks = [slice(start, min(start + size, count)) for start in range(0, count, size)]
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, blocks))
