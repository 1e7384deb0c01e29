"""Ctrl-C and SIGTERM: stop after the current step."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def wish_to_stop(*, at_once: bool = False) -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether the signal came; a second one acts at once.

    With `at_once` the first raises KeyboardInterrupt, too: what runs may swallow it.
    """
    wished = False
    before = {
        number: handler
        for number in (signal.SIGINT, signal.SIGTERM)
        # a shell that runs it beside itself has it ignore Ctrl-C
        if (handler := signal.getsignal(number)) not in (signal.SIG_IGN, None)
    }

    def wish(number: int, _frame: object) -> None:
        nonlocal wished
        wished = True
        signal.signal(number, before[signal.Signals(number)])
        if at_once:
            raise KeyboardInterrupt

    for number in before:
        signal.signal(number, wish)
    try:
        yield lambda: wished
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
