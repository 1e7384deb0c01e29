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
    """The images that are the most isolated in the company of one training image, first the worst."""
    near = found.near_train.tolerant
    rows = np.argsort(isolation(near), kind="stable")[: settings.run.pairs]
    train, test = as_bytes(data.train[0][near.index[rows, 0]]), data.test[0]
    shown = data.generated[rows]
    tolerance = Tolerance(settings.copying.shift, settings.copying.mirror)
    unseen = tolerant(shown, test, nearest(shown, test, 1), tolerance, exhaustive=True)
    others = as_bytes(test[unseen.index[:, 0]])
    return [
        Pair(
            generated=shown[place],
            train=train[place],
            unseen=others[place],
            to_train=float(near.distance[row, 0]),
            to_unseen=float(unseen.distance[place, 0]),
            p=float(found.ruling.p[row]),
            flagged=bool(found.ruling.flagged[row]),
        )
        for place, row in enumerate(rows)
    ]
