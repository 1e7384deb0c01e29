import numpy as np

from wgan.evaluation.measures.overlap import MEASURE, overlap
from wgan.evaluation.sets import Sets


def brute_overlap(real, fake, k):
    def radius(points, i):
        return sorted(np.linalg.norm(points[i] - p) for j, p in enumerate(points) if j != i)[k - 1]

    inside = [[np.linalg.norm(r - f) <= radius(real, i) for f in fake] for i, r in enumerate(real)]
    around = [[np.linalg.norm(r - f) <= radius(fake, j) for j, f in enumerate(fake)] for r in real]
    inside, around = np.array(inside), np.array(around)
    return (
        inside.any(axis=0).mean(),
        around.any(axis=1).mean(),
        inside.sum() / (k * len(fake)),
        inside.any(axis=1).mean(),
    )


def test_overlap_equals_its_definition(rng):
    real, fake = rng.normal(size=(15, 2)), rng.normal(0.8, 1, size=(12, 2))
    np.testing.assert_allclose(overlap(real, fake, 3), brute_overlap(real, fake, 3))


def test_overlap_sees_dropped_modes_and_outliers(rng):
    real = np.concatenate([rng.normal(0, 1, (200, 2)), rng.normal(50, 1, (200, 2))])
    half, far = rng.normal(0, 1, (400, 2)), rng.normal(999, 1, (400, 2))
    assert overlap(real, half).recall < 0.6
    assert overlap(real, half).coverage < 0.6
    assert overlap(real, half).precision > 0.9
    assert overlap(real, far) == (0, 0, 0, 0)


def test_a_lost_half_lowers_coverage_and_a_strange_half_precision(rng):
    """Measured of images: which of the two sets counts is easily mistaken."""

    def of(means):
        return np.clip(
            rng.normal(np.repeat(means, 60)[:, None, None, None], 9, (120, 4, 4, 1)), 0, 255
        )

    sets = [each.astype(np.uint8) for each in (of([60, 60]), of([60, 190]), of([60, 190]))]
    lost = MEASURE.measure(Sets(*sets, None, 0))
    assert lost.generated["coverage"] < 0.6 < 0.9 < lost.real["coverage"]
    assert lost.generated["precision"] > 0.9
    sets[0] = of([60, 250]).astype(np.uint8)
    strange = MEASURE.measure(Sets(*sets, None, 0))
    assert strange.generated["precision"] < 0.6 < 0.9 < strange.real["precision"]


def test_of_few_points_all_others_are_neighbours(rng):
    real, fake = rng.normal(size=(4, 2)), rng.normal(size=(12, 2))
    expected = brute_overlap(real, fake, 3)[2]
    np.testing.assert_allclose(overlap(real, fake, 5).density, expected)
