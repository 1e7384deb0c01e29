"""Images that are equal once decoded, and groups of images that belong together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wgan.options import Choice, option

if TYPE_CHECKING:
    from wgan.data.decoding.pool import Pool
    from wgan.data.source import Bytes, Indices


@dataclass(frozen=True)
class Doubles:
    """What becomes of equal images."""

    doubles: str = option(
        "keep",
        Choice(("keep", "drop")),
        "Equal images: keep all, on one side of the split, or drop all but the first.",
        "Split",
    )

    def apply(self, pool: "Pool", first: "Indices", names: Sequence[str]) -> "Pool":
        """The pool without the doubles, if they are to be dropped; `names` are those of the source."""
        import numpy as np

        if self.doubles == "keep":
            return pool
        again = np.flatnonzero(first != np.arange(len(first)))
        dropped = [(names[pool.chosen[at]], "equal to an earlier image") for at in again.tolist()]
        return replace(
            pool,
            kept=np.delete(pool.kept, again),
            chosen=np.delete(pool.chosen, again),
            digests=[pool.digests[at] for at in np.unique(first)],
            skipped=sorted([*pool.skipped, *dropped]),
        )


def first_equals(digests: Sequence[bytes]) -> "Indices":
    """For each image the first one with the same `digest`: itself, if it is the first."""
    import numpy as np

    seen: dict[bytes, int] = {}
    return np.array([seen.setdefault(each, at) for at, each in enumerate(digests)], np.int64)


def digest(image: "Bytes") -> bytes:
    """What equal images have in common, and no others."""
    return hashlib.sha256(image.data).digest()


def account(first: "Indices", labels: "Indices", doubles: Doubles) -> dict[str, Any]:
    """How many images are equal to an earlier one, and how many of these have another label."""
    import numpy as np

    again = np.flatnonzero(first != np.arange(len(first)))
    return {
        "images": len(again),
        "dropped": doubles.doubles == "drop",
        "with_another_label": int((labels[again] != labels[first[again]]).sum()),
    }


def together(first: "Indices", groups: Sequence[str]) -> "Indices":
    """A number for each image; equal images have one number, and so have images of one group.

    `groups` names the group of each image, where "" is none; () if there are none at all.
    """
    import numpy as np

    if not groups:
        return first
    # SciPy is imported only where there are groups
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    leader: dict[str, int] = {}
    of_group = [leader.setdefault(name, at) if name else at for at, name in enumerate(groups)]
    count = len(first)
    own = np.arange(count)
    links = np.concatenate([first, np.array(of_group, np.int64)])
    graph = coo_array((np.ones(2 * count), (np.tile(own, 2), links)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)
