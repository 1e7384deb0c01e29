import itertools

import numpy as np
import pytest
from scipy import stats

from wgan.evaluation.classes import agreement, class_report, covered, divergence
from wgan.evaluation.diversity import collapse, diversity, spacing
from wgan.evaluation.features import components, distances, flat
from wgan.evaluation.manifold import overlap
from wgan.evaluation.patches import patch_distance, pyramid, sliced_wasserstein
from wgan.evaluation.quality import quality
from wgan.evaluation.transport import pixel_costs, w1_ratio, wasserstein
from wgan.evaluation.two_sample import two_sample


def test_components_equal_sklearns_on_tall_and_wide_data(rng):
    from sklearn.decomposition import PCA

    for n, d in ((60, 12), (12, 60)):
        points = rng.normal(size=(n, d)) * np.arange(1, d + 1)
        ours = components(points, 5).project(points)
        theirs = PCA(5, svd_solver="full").fit_transform(points)
        np.testing.assert_allclose(distances(ours, ours), distances(theirs, theirs), atol=1e-4)


def test_constant_points_have_no_components():
    space = components(np.ones((5, 3)))
    assert space.project(np.zeros((4, 3))).shape == (4, 0)


def test_w1_equals_the_best_of_all_matchings_and_a_known_shift(rng):
    cost = rng.uniform(size=(5, 5))
    best = min(cost[range(5), order].mean() for order in itertools.permutations(range(5)))
    assert wasserstein(cost) == pytest.approx(best)
    one, other = rng.normal(size=(40, 1)), rng.normal(size=(40, 1))
    expected = stats.wasserstein_distance(one[:, 0], other[:, 0])
    assert wasserstein(distances(one, other)) == pytest.approx(expected)
    points = rng.uniform(size=(30, 16))
    assert wasserstein(pixel_costs(points, points + 0.25)) == pytest.approx(0.25)


def test_w1_ratio_is_one_for_real_images_and_has_an_honest_error(rng):
    ratios, errors = zip(
        *(w1_ratio(*(rng.normal(size=(60, 3)) for _ in range(3))) for _ in range(40)),
        strict=True,
    )
    assert np.mean(ratios) == pytest.approx(1, abs=0.05)
    assert 0.7 < np.mean(errors) / np.std(ratios) < 1.5
    assert np.isnan(w1_ratio(*np.ones((3, 4, 2)))[0])


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


def test_two_sample_is_half_for_one_source_and_one_for_two(rng):
    same = [two_sample(rng.normal(size=(90, 2)), rng.normal(size=(90, 2))) for _ in range(200)]
    inside = [each.low <= 0.5 <= each.high for each in same]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)
    assert two_sample(rng.normal(size=(50, 2)), rng.normal(99, 1, (50, 2))).accuracy == 1
    copied = rng.normal(size=(50, 2))
    assert two_sample(copied, copied).accuracy == 0
    assert two_sample(np.zeros((9, 2)), np.zeros((9, 2))).accuracy == 0.5


def test_two_sample_equals_sklearns_leave_one_out(rng):
    from sklearn.model_selection import LeaveOneOut, cross_val_score
    from sklearn.neighbors import KNeighborsClassifier

    real, fake = rng.normal(size=(30, 3)), rng.normal(0.7, 1, (30, 3))
    scores = cross_val_score(
        KNeighborsClassifier(1),
        np.concatenate([real, fake]),
        np.repeat([0, 1], 30),
        cv=LeaveOneOut(),
    )
    assert two_sample(real, fake).accuracy == pytest.approx(scores.mean())


def test_sliced_distance_of_a_shift_is_the_mean_of_its_projections(rng):
    points = rng.normal(size=(50, 4)).astype(np.float32)
    shift = np.array([3, 0, 0, 0], dtype=np.float32)
    moved = sliced_wasserstein(points, points + shift, np.random.default_rng(0))
    directions = np.random.default_rng(0).standard_normal((4, 128)).astype(np.float32)
    expected = np.abs(shift @ (directions / np.linalg.norm(directions, axis=0))).mean()
    assert moved == pytest.approx(expected, rel=1e-4)


def test_patches_are_at_no_distance_from_themselves_and_far_from_a_blur(rng, blobs):
    images = rng.integers(0, 256, (60, 36, 36, 3), dtype=np.uint8)
    assert patch_distance(images, images, 0) == 0
    others = rng.integers(0, 256, (60, 36, 36, 3), dtype=np.uint8)
    dark = images // 2
    assert patch_distance(dark, images, 0) > 5 * patch_distance(others, images, 0)
    assert patch_distance(blobs(rng, 9), blobs(rng, 9), 0) > 0


def test_the_pyramid_adds_up_to_the_image(rng):
    import cv2

    images = rng.integers(0, 256, (2, 64, 64, 1), dtype=np.uint8)
    levels = pyramid(images)
    assert [level.shape[1] for level in levels] == [64, 32, 16]
    rebuilt = levels[-1]
    for detail in levels[-2::-1]:
        rebuilt = detail + np.stack([cv2.pyrUp(image) for image in rebuilt])[..., None]
    np.testing.assert_allclose(rebuilt, images, atol=1e-3)
    assert len(pyramid(images[:, :28, :28])) == 1


def test_spacing_and_collapse(rng):
    images = rng.integers(0, 256, (40, 6, 6, 1), dtype=np.uint8)
    alike = np.repeat(images[:4], 10, axis=0)
    assert spacing(alike) == 0
    assert np.isnan(spacing(images[:1]))
    assert diversity(images, images).ratio == 1
    assert collapse(diversity(images, images), 30.0, 40) is None
    assert "differ" in collapse(diversity(alike, images), 30.0, 40)
    assert "spread" in collapse(diversity(images, images), 3.0, 40)


def test_classes_by_hand():
    expected = np.array([0.5, 0.5, 0.0])
    assert covered(np.array([0.95, 0.05, 0.0]), expected) == 1
    assert covered(expected, expected) == 2
    assert divergence(expected, expected) == 0
    assert divergence(np.array([1.0, 0, 0]), expected) == pytest.approx(np.log(2))
    assert agreement(np.array([1, -1, 2]), np.array([1, 0, 0])) == 0.5
    assert np.isnan(agreement(np.array([-1]), np.array([0])))


def test_the_classifier_sees_what_is_there(rng):
    prototypes = rng.integers(0, 200, (3, 6, 6, 1))

    def draw(labels):
        noise = rng.integers(0, 55, (len(labels), 6, 6, 1))
        return (prototypes[labels] + noise).astype(np.uint8), labels

    train, test = draw(np.arange(150) % 3), draw(np.arange(60) % 3)
    half = draw(np.arange(60) % 2)
    report = class_report(train, test, half, 4)
    assert (report.classes, report.covered, report.real_covered) == (3, 2, 3)
    assert report.kl == pytest.approx(np.log(1.5), abs=1e-6)
    assert report.agreement == report.real_agreement == 1
    assert class_report((train[0], train[1] * 0), test, half, 4) is None


def test_verdicts_on_good_and_bad_images(rng, blobs):
    train, unseen, good = blobs(rng, 150), blobs(rng, 150), blobs(rng, 150)
    blank, alike = np.zeros_like(good), np.repeat(good[:5], 30, axis=0)
    results = {
        name: quality(images, train, unseen, None, 0)
        for name, images in (("good", good), ("blank", blank), ("alike", alike))
    }
    assert results["good"].verdict == "close to real", results["good"].reasons
    assert results["blank"].verdict == "far from real"
    assert results["alike"].verdict == "far from real"
    assert quality(good[:9], train[:9], unseen[:9], None, 0).verdict == "inconclusive"
    assert results["good"].details() == quality(good, train, unseen, None, 0).details()


def test_flat_scales_pixels():
    assert flat(np.full((1, 2, 2, 1), 255, np.uint8)).tolist() == [[1, 1, 1, 1]]
