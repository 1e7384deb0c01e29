import numpy as np
import pytest

from wgan.evaluation.neighbours import Neighbours
from wgan.evaluation.share import TrainShare, train_share, visits


def found(distance, index):
    return Neighbours(np.array(distance, dtype=float), np.array(index))


def test_visits_count_the_nearest_and_part_ties_among_all_equally_near():
    train = found([[1, 4], [2, 2], [5, 6]], [[0, 1], [1, 2], [0, 2]])
    unseen = found([[3, 4], [2, 9], [1, 1]], [[1, 0], [0, 1], [0, 1]])
    counts = visits(train, unseen, 3, 2)
    np.testing.assert_allclose(counts[0], [1, 1 / 3, 1 / 3])
    np.testing.assert_allclose(counts[1], [1 / 3 + 0.5, 0.5])


def test_share_fraction_and_effective_number_by_hand(rng):
    result = train_share(np.array([2.0, 2.0, 0.0]), np.array([0.0]), rng)
    assert result.share == 1
    assert result.expected == 0.75
    assert result.memorized == 1
    assert result.effective == 16 / 8
    # sd^2 = 3 * 1 / (4 * 3) * (1 + 1 + 1 + 1) / 4^2, over the expected share of unseen images
    assert result.memorized_high - result.memorized == pytest.approx(1.96 * 0.25 / 0.25)
    # one-sided, 1 %
    assert result.least == pytest.approx(2.33)
    # all orders of the label "unseen" over four images: one in two hits no visited image
    assert result.p == pytest.approx(0.5, abs=0.02)


def test_the_interval_is_that_of_relabelling(rng):
    counts = rng.poisson(1.0, 400).astype(float)
    n = 300
    shares = []
    for _ in range(4000):
        shuffled = rng.permutation(counts)
        shares.append(shuffled[:n].sum() / counts.sum())
    result = train_share(counts[:n], counts[n:], rng)
    sd = (result.memorized_high - result.memorized_low) / (2 * 1.96) * (1 - n / 400)
    assert sd == pytest.approx(np.std(shares), rel=0.05)


def test_false_alarms_come_at_the_stated_rate_and_collapse_is_no_alarm(rng):
    alarms = 0
    for _ in range(300):
        counts = rng.permutation(np.concatenate([np.full(5, 20.0), np.zeros(195)]))
        alarms += train_share(counts[:150], counts[150:], rng).p < 0.1
    assert alarms / 300 < 0.1
    one = np.zeros(200)
    one[0] = 1000
    assert train_share(one[:150], one[150:], rng).p > 0.7


def test_memory_shows(rng):
    result = train_share(rng.poisson(1.0, 400) + 0.0, rng.poisson(0.3, 100) + 0.0, rng)
    assert result.p < 0.001
    assert result.memorized_low > 0.2


def test_ties_of_three_do_not_count_by_their_rounding(rng):
    """All labellings of equal counts give the same share, also where a third is rounded."""
    assert train_share(np.full(300, 1 / 3), np.full(100, 1 / 3), rng).p == 1


def test_where_it_says_that_copying_would_show_it_does(rng):
    for unseen in (150, 1000):
        counts = rng.multinomial(1000, np.ones(1000 + unseen) / (1000 + unseen)).astype(float)
        found = train_share(counts[:1000], counts[1000:], rng)
        least = found.shows(0.25)
        half = (found.memorized_high - found.memorized_low) / 2
        assert least >= found.least
        assert least - half >= 0.25


@pytest.mark.parametrize(("half", "known"), [(0.2, True), (0.22, False)])
def test_no_fraction_is_told_where_chance_may_make_a_quarter(half, known):
    share = TrainShare(0.5, 0.5, 0.5, 0.3, 0.3 - half, 0.3 + half, 200)
    assert (share.account()["memorized"] == 0.3) == known
