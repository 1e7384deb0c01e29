"""A shared amount that threads take from and give back: what keeps memory bounded."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Budget:
    """At most `limit` units are out at a time; who asks for more waits."""

    def __init__(self, limit: int) -> None:
        self._limit = self._left = limit
        self._changed = threading.Condition()

    def take(self, amount: int) -> int:
        """Wait until `amount` is free and take it; more than the limit counts as the limit.

        Returns what was taken, to be given back.
        """
        amount = min(amount, self._limit)
        with self._changed:
            self._changed.wait_for(lambda: self._left >= amount)
            self._left -= amount
        return amount

    def give(self, amount: int) -> None:
        """Return what `take` returned."""
        with self._changed:
            self._left += amount
            self._changed.notify_all()

    @contextmanager
    def use(self, amount: int) -> Iterator[None]:
        """Hold `amount` for the time of a block."""
        taken = self.take(amount)
        try:
            yield
        finally:
            self.give(taken)
