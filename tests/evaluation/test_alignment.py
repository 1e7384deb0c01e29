from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from wgan.evaluation import alignment, blends
from wgan.evaluation.alignment import Aligned
from wgan.evaluation.blends import Blended
from wgan.evaluation.grid import Grid, Place, Placing
from wgan.evaluation.planting import KINDS
from wgan.evaluation.sampled import STILL, Sampled


def aligned(references):
    """Only the first way."""
    both = Aligned(references)
    return SimpleNamespace(nearest=lambda *given: both.nearest(*given)[0])


@pytest.fixture
def references(rng, pictures):
    return pictures(rng, 150)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"blended"}))
def test_a_moved_or_altered_copy_is_nearest_to_its_source_by_far(rng, references, kind):
    copies = KINDS[kind](references[:20], rng)
    for found in Aligned(Sampled(references)).nearest(copies, 10):
        assert (found.index[:, 0] == np.arange(20)).mean() >= 0.9
        assert np.median(found.distance[:, 0] / found.distance[:, 1:].mean(axis=1)) < 0.5


def test_a_blend_is_explained_by_its_two_sources(rng, references):
    copies = KINDS["blended"](references[:20], rng)
    found = Blended(Sampled(references)).nearest(copies, 10)
    sources = np.stack([np.arange(20), (np.arange(20) + 1) % 20], axis=1)
    assert (found.index[:, :1] == sources).any(axis=1).all()
    assert np.median(found.distance[:, 0] / found.distance[:, 1:].mean(axis=1)) < 0.5


@pytest.mark.parametrize("space", [aligned, Blended])
def test_distances_are_sorted_shares_and_an_image_may_be_left_out(references, space):
    own = np.arange(0, 150, 7)
    found = space(Sampled(references)).nearest(references[own], 12, own)
    assert (found.index != own[:, None]).all()
    assert (np.diff(found.distance, axis=1) >= 0).all()
    assert (found.distance >= 0).all()
    assert (found.distance <= 1).all()
    assert all(len(set(row)) == 12 for row in found.index)


def test_the_bases_are_those_of_a_projection(rng, references):
    """With every reference a candidate the distance is that to the span, by least squares."""
    grid = Grid(16, 16, 14, [STILL])
    query = references[:1]
    base = grid.bases(query, [Place(STILL, STILL, mirror=False)])[0].astype(float)
    np.testing.assert_allclose(base @ base.T, np.eye(6), atol=1e-3)
    target = grid.features(references[1:2])[0].astype(float)
    rest = np.linalg.lstsq(base.T, target, rcond=None)[1][0]
    assert 1 - np.square(base @ target).sum() == pytest.approx(rest, abs=1e-3)


def test_directions_are_derivatives_of_moved_images(rng, pictures):
    """A tenth of a step to the right is the image and a little of its second direction."""
    images, step = pictures(rng, 5), Placing(shift=0.1)
    moved = Grid(16, 16, 14, [step]).features(images)
    base = Grid(16, 16, 14, [STILL]).bases(images, [Place(STILL, STILL, mirror=False)])
    seen = np.square(np.einsum("npd,nd->np", base, moved)).sum(axis=1)
    assert (seen > 0.999).all()


def test_blank_images_are_near_to_nothing(references):
    blank = np.full((3, 16, 16, 1), 200, np.uint8)
    for space in (aligned, Blended):
        assert (space(Sampled(references)).nearest(blank, 5).distance > 0.999).all()
        assert np.isfinite(
            space(Sampled(np.concatenate([blank, blank]))).nearest(blank, 2).distance
        ).all()


def test_colours_and_oblongs_and_float_references(rng, references):
    # three channels that differ: each is the next image's
    colours = np.stack(
        [np.roll(references[:, :12, :, 0], turn, axis=0) for turn in range(3)], axis=3
    )
    for space in (aligned, Blended):
        found = space(Sampled(colours.astype(np.float32) / 127.5 - 1)).nearest(colours[:5], 3)
        expected = space(Sampled(colours)).nearest(colours[:5], 3)
        np.testing.assert_array_equal(found.distance, expected.distance)


@pytest.mark.parametrize(("space", "module"), [(aligned, alignment), (Blended, blends)])
def test_the_coarse_look_of_large_sets_changes_nothing_where_it_keeps_all(
    rng, pictures, monkeypatch, space, module
):
    references, own = pictures(rng, 300), np.arange(20)
    every = space(Sampled(references)).nearest(references[own], 10, own)
    monkeypatch.setattr(module, "MANY", 100)
    monkeypatch.setattr(module, "PROMISING", 299)
    same = space(Sampled(references)).nearest(references[own], 10, own)
    np.testing.assert_allclose(same.distance, every.distance, atol=1e-3)


@pytest.mark.parametrize("kind", ["worn", "turned", "mirrored"])
def test_the_coarse_look_of_large_sets_keeps_the_source_of_a_copy(rng, pictures, monkeypatch, kind):
    monkeypatch.setattr(alignment, "MANY", 100)
    monkeypatch.setattr(alignment, "PROMISING", 110)
    references = pictures(rng, 1000)
    found = aligned(Sampled(references)).nearest(KINDS[kind](references[:20], rng), 10)
    assert (found.index[:, 0] == np.arange(20)).mean() >= 0.9


def turned(images, degrees):
    matrix = cv2.getRotationMatrix2D((7.5, 7.5), degrees, 1)
    return np.stack([cv2.warpAffine(image, matrix, (16, 16)) for image in images])[..., None]


def local_ratio(references, copies):
    near = Aligned(Sampled(references)).nearest(copies, 10)[1].distance
    return np.median(near[:, 0] / near[:, 1:].mean(axis=1))


def test_fitting_brings_moved_copies_nearer_and_is_left_where_it_does_not(
    rng, pictures, monkeypatch
):
    references = pictures(rng, 150)
    copies = turned(references[:40], 10)
    fitted = local_ratio(references, copies)
    noise = rng.integers(0, 256, copies.shape, dtype=np.uint8)
    monkeypatch.setattr(alignment, "fitted", lambda images, *_: noise[: len(images)])
    unmoved = local_ratio(references, copies)
    assert fitted < 0.7 * unmoved
    monkeypatch.setattr(Aligned, "_settled", lambda _self, _queries, _view, base, _target: base)
    assert local_ratio(references, copies) == pytest.approx(unmoved, rel=1e-4)


def test_the_local_neighbour_of_a_copy_is_its_source(rng, pictures):
    references = pictures(rng, 400)
    rows = rng.permutation(400)[:30]
    found = Aligned(Sampled(references)).nearest(references[rows], 12)[1]
    assert (found.index[:, 0] == rows).all()
    assert (np.diff(found.distance, axis=1) >= 0).all()
