"""The generated images that look most like copies, beside their neighbours."""

import numpy as np

from wgan.evaluation.evidence import Data
from wgan.evaluation.flags import isolation
from wgan.evaluation.memorization import Memorization
from wgan.evaluation.neighbours import as_bytes, nearest
from wgan.evaluation.settings import Settings
from wgan.evaluation.tolerance import Tolerance, tolerant
from wgan.shown import Pair


def suspicious(data: Data, found: Memorization, settings: Settings) -> list[Pair]:
    """The images called copies, then those that might be, first the worst; each beside its source.

    A distance is the least over the shifts asked for, or without them if only another way to look,
    such as mirroring, found that training image.
    """
    near, ruling = found.near_train.tolerant, found.ruling
    order = np.lexsort((isolation(near), ruling.p, ~ruling.flagged))
    rows = order[: settings.run.pairs]
    source, test = found.source[rows], data.test[0]
    train, shown = as_bytes(data.train[0][source]), data.generated[rows]
    apart = np.abs(shown.astype(np.float64) - train).mean(axis=(1, 2, 3))
    to_train = np.where(source == near.index[rows, 0], near.distance[rows, 0], apart)
    tolerance = Tolerance(settings.copying.shift, settings.copying.mirror)
    unseen = tolerant(shown, test, nearest(shown, test, 1), tolerance, exhaustive=True)
    others = as_bytes(test[unseen.index[:, 0]])
    return [
        Pair(
            generated=shown[place],
            train=train[place],
            unseen=others[place],
            to_train=float(to_train[place]),
            to_unseen=float(unseen.distance[place, 0]),
            p=float(ruling.p[row]),
            flagged=bool(ruling.flagged[row]),
        )
        for place, row in enumerate(rows)
    ]
