"""Where an axis is cut."""

import numpy as np
import pytest

from wgan.axis import well_seen


def test_a_peak_is_cut_off_a_little_above_the_rest():
    values = np.array([50.0, *[1.0] * 60])
    assert well_seen(values, 0.95) == (0, pytest.approx(1.3))
    assert well_seen(values - 3, 0.95) == (-2, pytest.approx(0.6))


@pytest.mark.parametrize("values", [[1.0], [0.0, 0.0], [-1.0, -2.0], [1.0, 1.2], [np.nan, 1.0]])
def test_all_is_shown_where_no_row_is_far_above(values):
    assert well_seen(np.array(values), 0.9) is None


def test_the_share_decides_what_a_peak_is():
    values = np.array([9.0] * 7 + [1.0] * 93)
    assert well_seen(values, 0.95) is None
    assert well_seen(values, 0.9) == (0, pytest.approx(1.3))
