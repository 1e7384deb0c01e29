"""Which row of a table belongs to which image, by their names alone."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from wgan.data.files.names import ENDINGS
from wgan.data.source import Indices


@dataclass(frozen=True)
class Match:
    """For each image the row that belongs to it, -1 if none does."""

    rows: Indices
    whole: int
    """How many rows were found by a name with its ending."""

    @property
    def found(self) -> int:
        """How many different rows were found."""
        return len(np.unique(self.rows[self.rows >= 0]))


class Names:
    """The names of images, ready to be looked up."""

    def __init__(self, images: Sequence[str]) -> None:
        self.images = [unicodedata.normalize("NFC", image) for image in images]
        self._known = {
            tail.casefold()
            for image in self.images
            for form in (*_forms(image), _bare(image))
            for tail in _tails(form)
        }

    def may_match(self, cells: Iterable[str]) -> bool:
        """Whether any of the cells may be the name of an image."""
        return any(
            tail in self._known
            for cell in cells
            for form in (path(cell).casefold(), _bare(path(cell)))
            for tail in _tails(form)
        )

    def match(self, cells: Sequence[str]) -> Match:
        """Give each image its row: the first that holds its path, or the end of its path.

        With the ending or without; then, a row whose path ends in that of the image; then the
        same in any capitals, if that leaves one row. Where this finds nothing at all, the files may
        have been saved as others: then by names without their endings, as 1.png by 1.jpg.
        """
        rows = np.full(len(self.images), -1, np.int64)
        whole = set()
        paths = [path(cell) for cell in cells]
        left = list(range(len(self.images)))
        for fold in (str, str.casefold, _bare):
            if fold is _bare and len(left) < len(self.images):
                break
            index = _Index([fold(each) for each in paths], paths)
            for at in left:
                image = fold(self.images[at])
                row, key = index.find((image,) if fold is _bare else _forms(image))
                rows[at] = row
                if row >= 0 and image.endswith(key):
                    whole.add(row)
            left = np.flatnonzero(rows < 0).tolist()
        return Match(rows, len(whole))


class _Index:
    """Rows by their paths, and by the ends of longer paths."""

    def __init__(self, keys: Sequence[str], paths: Sequence[str]) -> None:
        self._exact: dict[str, int] = {}
        self._longer: dict[str, int] = {}
        self._unsure: set[tuple[int, str]] = set()
        for row, key in enumerate(keys):
            for depth, tail in enumerate(_tails(key)):
                known = self._longer if depth else self._exact
                # doubled rows are the same, other paths are not
                if tail and paths[known.setdefault(tail, row)] != paths[row]:
                    self._unsure.add((min(depth, 1), tail))

    def find(self, forms: Sequence[str]) -> tuple[int, str]:
        """The row of an image by the forms of its path, -1 if it isn't sure, and the part that was found."""
        ends = [tail for form in forms for tail in _tails(form)]
        for depth, known, names in ((0, self._exact, ends), (1, self._longer, forms)):
            key = next((name for name in names if name in known), None)
            if key is not None:
                return (-1 if (depth, key) in self._unsure else known[key]), key
        return -1, ""


def path(cell: str) -> str:
    """A cell as a path: plain slashes, no `./` in front, accents composed."""
    return unicodedata.normalize("NFC", cell.replace("\\", "/").removeprefix("./"))


def _forms(image: str) -> tuple[str, str]:
    return image, str(PurePosixPath(image).with_suffix(""))


def _bare(name: str) -> str:
    name = name.casefold()
    return next((name.removesuffix(each) for each in ENDINGS if name.endswith(each)), name)


def _tails(name: str) -> Iterator[str]:
    """The path, then without its first folders, down to the name of the file."""
    parts = name.split("/")
    for start in range(len(parts)):
        yield "/".join(parts[start:])
