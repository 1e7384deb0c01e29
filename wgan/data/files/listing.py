"""Files in a folder or an archive: what each kind of place must offer, and their common limits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wgan.data.files.names import hidden, inside, printable
from wgan.data.source import Delivery, Indices, Skipped
from wgan.errors import InputError

LARGEST_FILE = 1 << 28
"""Bytes of one file (256 MB)."""
MOST_MEMBERS = 300_000
"""Of an archive, folders and links included: their list alone fills memory beyond that."""
FREE_BYTES = 1 << 30
MOST_EXPANSION = 200
"""An archive may hold 1 GB in any case, and beyond that this many times its own size: photographs
hardly shrink, blank drawings to a hundredth."""


@dataclass(frozen=True)
class Listing:
    """The files of one place, hidden ones apart."""

    names: tuple[str, ...]
    """Printable, with slashes, in ascending order."""
    deliver: Callable[[Indices], Iterator[Delivery]]
    """Hand out the bytes of the wanted files, as `Source.deliver` does."""
    skipped: tuple[Skipped, ...]
    archive: bool


class Members:
    """Collects the members of an archive, and refuses what does not belong in one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, int] = {}
        self._skipped: list[Skipped] = []
        self._count = 0
        self._bytes = 0
        self._most = max(FREE_BYTES, MOST_EXPANSION * path.stat().st_size)

    def add(self, name: str, key: int, size: int, problem: str = "") -> None:
        """Take note of a member of `size` bytes, to be found again by `key`.

        `problem` says why it can't be used. Raises InputError when there are too many.
        """
        self.count()
        clean = inside(name)
        if clean is not None and hidden(clean):
            return
        if clean is None:
            problem = "its path is empty, too long, or points outside the archive"
        elif size > LARGEST_FILE:
            problem = f"{size:,} bytes, more than {LARGEST_FILE:,}"
        if clean is None or problem:
            self._skipped.append((printable(name) if clean is None else clean, problem))
            return
        if clean in self._found:
            # unpacking would leave the last one
            self._skipped.append((clean, "comes again later in the archive"))
        self._found[clean] = key

    def count(self) -> None:
        """Count any member, also a folder."""
        self._count += 1
        if self._count > MOST_MEMBERS:
            raise InputError(
                f"{self._path} has more than {MOST_MEMBERS:,} members; unpack it and give the folder"
            )

    def expand(self, size: int) -> None:
        """Count `size` bytes of content. Raises InputError when they are beyond all measure."""
        self._bytes += size
        if self._bytes > self._most:
            raise InputError(
                f"{self._path} expands to more than {MOST_EXPANSION} times its size and "
                f"{FREE_BYTES:,} bytes; refused as an archive bomb"
            )

    def listing(
        self, deliver: Callable[[Iterable[tuple[int, int]]], Iterator[Delivery]]
    ) -> Listing:
        """Sort by name; `deliver` is given (index, key) of the wanted members."""
        names = tuple(sorted(self._found))
        keys = [self._found[name] for name in names]
        return Listing(
            names=names,
            deliver=lambda wanted: deliver((int(index), keys[index]) for index in wanted),
            skipped=tuple(self._skipped),
            archive=True,
        )
