import numpy as np

from wgan.gan.record import (
    COLUMNS,
    UNMEASURED,
    Candidate,
    Record,
    better,
    has_picture,
    history_table,
)


def test_pictures_are_due_at_doubling_steps_whatever_the_length():
    assert [step for step in range(1, 1000) if has_picture(step)] == [25, 50, 100, 200, 400, 800]
    assert has_picture(0)


def test_rows_average_since_the_row_before():
    record = Record(step=10, sums=np.array([20.0, 5.0, -10.0, 30.0, 10.0, 25.0, 15.0]))
    row = dict(zip(COLUMNS, record.row(0.5), strict=True))
    assert row == {
        "step": 10, "critic_loss": 2, "gradient_penalty": 0.5, "generator_loss": -1,
        "real_score": 3, "fake_score": 1, "validation_score": 2.5, "score_gap": 1.5,
        "gradient_norm": 0.5,
    }  # fmt: skip
    record.rows.append(record.row(UNMEASURED))
    assert record.gap == 1.5, "of all critic updates, as in history.csv"
    record.step = 12
    assert record.since_row == 2


def test_the_lower_distance_wins_and_the_earlier_where_equal():
    one, other = Candidate(1, 2.0, [], []), Candidate(2, 2.0, [], [])
    assert better(None, one) is one
    assert better(one, other) is one
    assert better(one, Candidate(3, 1.0, [], [])).step == 3


def test_the_table_says_whether_gaps_are_distances():
    rows = [
        (10.0, 0.0, 0.0, 0.0, 5.0, 2.0, 4.5, 3.5, 0.5),
        (20.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, -1.5, UNMEASURED),
        (30.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, -1.5, 0.0),
    ]
    table = history_table(rows, estimates_distance=True)
    assert table["step"].tolist() == [10, 20, 30]
    assert table["wasserstein"].tolist() == [3.5, -1.5, -1.5]
    # less what validation images lose: 5 - 4.5, and 1 - 3
    assert table["validation_wasserstein"].tolist() == [3, 0.5, 0.5]
    assert table["estimates_distance"].tolist() == [1, 1, 1]
    plain = history_table(rows, estimates_distance=False)
    assert plain["estimates_distance"].tolist() == [0, 0, 0]
    assert set(table) - set(plain) == {
        "wasserstein", "validation_wasserstein", "gradient_norm", "distance",
    }  # fmt: skip
    assert table["distance"][0] == 6
    assert table[["gradient_norm", "distance"]].loc[1].isna().all()
    assert np.isnan(table["distance"][2]), "a critic without a slope tells no distance"
    assert "score_gap" not in table
