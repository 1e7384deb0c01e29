"""Classes from the folders that images lie in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wgan.data.source import NO_LABEL, Indices

_SPLITS = re.compile(
    r"(train(ing)?|test(ing)?|val(id(ation)?)?|dev|eval(uation)?)([ _-]?(set|data|images|[0-9]{4}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Folders:
    """What the folders say of the images."""

    classes: tuple[str, ...]
    labels: Indices
    """(N,) index into `classes`; -1 for an image beside the folders of the classes."""
    splits: tuple[str, ...]
    """Folders of a publisher's own splits, whose contents are taken together."""


def by_folder(names: Sequence[str], *, archive: bool) -> Folders:
    """Take the top folder of each image as its class; `names` are paths with slashes.

    Stepped through first: in an archive, folders that hold all images (or all but a few loose ones
    beside folders of classes), as many archives wrap their content once or twice; and anywhere
    folders called train, test and the like, if they are all there is.
    """
    parts = [name.split("/") for name in names]
    level = 0
    splits: tuple[str, ...] = ()
    while True:
        tops = {path[level] for path in parts if len(path) > level + 1}
        if not splits and _are_splits(parts, tops, level):
            splits = tuple(sorted(tops))
        elif tops and tops <= set(splits):
            pass  # once more, each in itself: train/train and test/test
        elif len(tops) == 1 and not splits and _is_wrapper(parts, level, archive=archive):
            pass
        else:
            break
        level += 1
    own = [path[level] if len(path) > level + 1 else None for path in parts]
    classes = tuple(sorted({name for name in own if name is not None}))
    index = {name: label for label, name in enumerate(classes)}
    labels = [NO_LABEL if name is None else index[name] for name in own]
    return Folders(classes, np.array(labels, np.int64), splits)


def _are_splits(parts: list[list[str]], tops: set[str], level: int) -> bool:
    if not tops or not all(_SPLITS.fullmatch(top) for top in tops):
        return False
    # one folder alone may be a class of trains
    return len(tops) > 1 or any(len(path) > level + 2 for path in parts)


def _is_wrapper(parts: list[list[str]], level: int, *, archive: bool) -> bool:
    """Whether the only folder of this level holds the classes, and is none."""
    loose = sum(len(path) == level + 1 for path in parts)
    inner = {path[level + 1] for path in parts if len(path) > level + 2}
    if not archive:
        return _are_splits(parts, inner, level + 1)
    return not loose or len(inner) > 1
