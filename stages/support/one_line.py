"""What ends a command in one line instead of a traceback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from wgan.errors import InputError, reason


@contextmanager
def in_one_line(called: Callable[[str], str]) -> Iterator[None]:
    """Unusable input, failing disks and full memory end so; `called` says what an option is called there."""
    try:
        yield
    except InputError as error:
        key = f"{called(error.option)}: " if error.option else ""
        raise click.ClickException(f"{key}{error}") from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from error
    except MemoryError as error:
        raise click.ClickException(f"not enough memory: {reason(error)}") from error
