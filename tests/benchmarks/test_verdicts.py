"""The proofs judge many sets quickly: as `memorization` judges each."""

import numpy as np
import pytest

from benchmarks.evaluation.sets import SETS, split
from benchmarks.evaluation.verdicts import Court
from wgan.evaluation.memorization import memorization
from wgan.evaluation.settings import CopyingSettings
from wgan.verdicts import CopyingVerdict

RNG = np.random.default_rng(0)
TRAIN, UNSEEN, FRESH = split(RNG, 400, 250, 250)
COURT = Court(TRAIN, UNSEEN, len(FRESH), 0)


@pytest.mark.parametrize(
    "name", ["honest: unseen real images", "collapsed to 30 images", "5 % exact copies"]
)
def test_a_court_says_what_memorization_says(name: str) -> None:
    images = SETS[name](FRESH, TRAIN, np.random.default_rng(1))
    said = COURT.hears(images)
    found = memorization(images, TRAIN, UNSEEN, CopyingSettings())
    assert said.copying == (found.verdict == CopyingVerdict.COPYING)
    assert said.copying == (name == "5 % exact copies")
    np.testing.assert_array_equal(said.flagged, found.ruling.flagged)
    assert said.share_p == pytest.approx(found.share.p, abs=0.02)
