"""Moves of images: against np.roll and np.pad, and as a training step applies them."""

import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.augment import Augmentation
from wgan.gan.randomness import Stream

IMAGES = np.random.default_rng(0).uniform(-1, 1, (5, 7, 6, 2)).astype(np.float32)
NONE = 0.5
"""The draw of offset 0."""


def draws(shift, *offsets, flip=()):
    """The numbers that give the offsets (down, right), one pair an image, within `shift`."""
    draw = np.full((3, len(offsets)), 0.99, np.float32)
    draw[:2] = (np.array(offsets).T + shift + 0.5) / (2 * shift + 1)
    draw[2, list(flip)] = 0.0
    return tf.constant(draw)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (2, 0), (0, -3), (-1, 2), (3, 3)])
def test_shifts_are_cuts_of_the_padded_image(down, right):
    offsets = [(down, right)] * 5
    moved = Augmentation(3)(IMAGES, draws(3, *offsets))
    padded = np.pad(IMAGES, ((0, 0), (3, 3), (3, 3), (0, 0)), "edge")
    expected = padded[:, 3 - down : 10 - down, 3 - right : 9 - right]
    np.testing.assert_array_equal(moved, expected)


def test_each_image_has_an_offset_of_its_own_and_inside_it_is_a_roll():
    offsets = [(0, 0), (1, 0), (0, 1), (-1, -1), (1, -1)]
    moved = Augmentation(1)(IMAGES, draws(1, *offsets)).numpy()
    for image, new, offset in zip(IMAGES, moved, offsets, strict=True):
        rolled = np.roll(image, offset, axis=(0, 1))
        np.testing.assert_array_equal(new[1:-1, 1:-1], rolled[1:-1, 1:-1])


def test_a_flip_mirrors_those_that_are_drawn():
    moved = Augmentation(0, True)(IMAGES, draws(0, *[(0, 0)] * 5, flip=(1, 4))).numpy()
    for at, (image, new) in enumerate(zip(IMAGES, moved, strict=True)):
        np.testing.assert_array_equal(new, image[:, ::-1] if at in (1, 4) else image)


def test_all_offsets_are_equally_frequent_and_half_are_flipped():
    """One bright pixel in the middle tells where it went; its brightness stays."""
    image = np.full((1, 9, 9, 1), -1, np.float32)
    image[0, 4, 3] = 1  # right of it when mirrored
    count = 6000
    draw = Stream(0, "test").uniform((3, count), 0)
    moved = Augmentation(1, True)(np.repeat(image, count, 0), draw).numpy()[..., 0]
    np.testing.assert_array_equal(moved.mean(axis=(1, 2)), image.mean())
    where = moved.mean(axis=0) / 2 + 0.5
    rows, columns = where.sum(axis=1), where.sum(axis=0)
    tolerance = 4 * np.sqrt(0.25 / count)
    np.testing.assert_allclose(rows[3:6], 1 / 3, atol=tolerance)
    # 3 or 5, each -1 to 1
    np.testing.assert_allclose(columns[2:7], [1 / 6, 1 / 6, 1 / 3, 1 / 6, 1 / 6], atol=tolerance)
    assert where.sum() == pytest.approx(1, abs=1e-4)


def test_the_gradient_goes_back_to_where_each_pixel_came_from():
    images = tf.constant(IMAGES)
    weights = np.random.default_rng(1).normal(size=IMAGES.shape).astype(np.float32)
    with tf.GradientTape() as tape:
        tape.watch(images)
        moved = Augmentation(2)(images, draws(2, *[(2, -1)] * 5))
        loss = tf.reduce_sum(moved * weights)
    gradient = tape.gradient(loss, images).numpy()
    # linear in the images: the sum over pixels of gradient * pixel is the loss
    assert np.sum(gradient * IMAGES) == pytest.approx(float(loss), rel=1e-4)
    assert not gradient[:, -2:].any()  # moved out below
    np.testing.assert_allclose(gradient[:, 1:-2, 1:-1], weights[:, 3:, :-2], rtol=1e-5)


def test_none_changes_nothing():
    assert not Augmentation()
    assert Augmentation(1)
    assert Augmentation(0, True)
    np.testing.assert_array_equal(Augmentation()(IMAGES, tf.fill((3, 5), NONE)), IMAGES)


def test_all_that_the_critic_sees_is_moved_by_draws_of_its_own(make_run, monkeypatch):
    run = make_run(n_critic=2, augment_shift=2, generator_batch_size=6)
    seen = []
    move = Augmentation.__call__

    def spy(self, images, draw):
        seen.append((np.array(images), draw.numpy()))
        return move(self, images, draw)

    monkeypatch.setattr(Augmentation, "__call__", spy)
    for step in range(2):
        images, labels = run.train.draw(run.streams["real"], step, (2, 4))
        before = [w.numpy() for w in run.generator.trainable_variables]
        seen.clear()
        run.advance(images, labels)
        held_out, _ = run.validation.draw_like(
            labels[-1], run.streams["held out"], step, len(labels[-1])
        )
        expected = [
            ("real", 2 * step, images[0]), ("fake", 2 * step, None),
            ("held-out", step, held_out), ("fake", 2 * step + 1, None),
            ("real", 2 * step + 1, images[1]), ("fake", 2 * step + 1, None),
            ("generator", step, None),
        ]  # fmt: skip
        for (name, number, given), (moved, draw) in zip(expected, seen, strict=True):
            drawn = Stream(0, f"{name} moves").uniform((3, len(moved)), number)
            np.testing.assert_array_equal(draw, drawn)
            if given is not None:
                np.testing.assert_array_equal(moved, given)
        assert len(seen[-1][0]) == 6
        after = run.generator.trainable_variables
        assert not any(np.array_equal(a, b.numpy()) for a, b in zip(before, after, strict=True))
