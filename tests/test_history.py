"""What the end of a history is, for training and for evaluation alike."""

import math

import numpy as np
import pytest

from wgan.history import final_distance, over, whole

NAN = math.nan


def test_a_last_row_over_few_steps_is_none_to_go_by():
    np.testing.assert_array_equal(whole([10, 20, 30]), [True] * 3)
    np.testing.assert_array_equal(whole([10, 20, 26]), [True] * 3)
    np.testing.assert_array_equal(whole([10, 20, 25]), [True, True, False])
    np.testing.assert_array_equal(whole([3]), [True])


def test_a_flat_or_unmeasured_critic_gives_no_distance():
    assert over(3.0, 2.0) == 1.5
    assert math.isnan(over(3.0, 0.0))
    assert math.isnan(over(3.0, NAN))


@pytest.mark.parametrize(
    ("norms", "rows", "expected"),
    [
        ([NAN, 4.0, 2.0], [True, True, True], 6 / 2),
        ([NAN, 4.0, 2.0], [True, True, False], 4 / 4),
        ([NAN, NAN, 2.0], [True, True, False], 4 / 2),
        ([8.0, NAN, NAN], [True, True, False], 4 / 8),
        ([NAN, NAN, NAN], [True, True, True], NAN),
        ([8.0, 4.0, 2.0], [False, False, False], NAN),
    ],
    ids=["last", "short last", "measured after", "measured before", "never measured", "no rows"],
)
def test_the_final_distance_is_of_the_last_row_to_go_by(norms, rows, expected):
    found = final_distance(np.array([2.0, 4.0, 6.0]), np.array(norms), np.array(rows))
    assert found == pytest.approx(expected, nan_ok=True)
