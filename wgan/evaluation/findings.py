"""What is said of copying: the signs of it, the doubts, and what else a reader should know."""

import math

from wgan.evaluation.control import Control
from wgan.evaluation.flags import copy_rate_high
from wgan.evaluation.rule import Ruling
from wgan.evaluation.share import TrainShare
from wgan.evaluation.surplus import SHARE

FEWEST_REAL = 200
"""Real images that the flags must be calibrated on."""
FEWEST_UNSEEN = 200
"""Unseen ones, below which copying as a whole can hardly be told."""
FEWEST_EFFECTIVE = 100
"""Different real images that generated ones must be spread over."""
DOUBLED = 0.05
"""Share of training images with a double from which on it is worth a word."""
MOVED = 0.01
"""Share of unseen images that are moved training images from which on it is."""
POWER = 0.8
"""How often images with planted copies are to be called copying: what tests are usually planned for."""


def signs(ruling: Ruling, share: TrainShare, *, by_share: bool) -> list[str]:
    """Say what speaks of copying."""
    found = []
    flagged, count = int(ruling.flagged.sum()), len(ruling.flagged)
    if flagged:
        found.append(f"{flagged} of {count} generated images are copies of single training images")
    surplus = ruling.surplus
    # where copies are pointed at, that they are many says nothing new
    if surplus and ruling.many and not flagged:
        found.append(
            f"{surplus.seen} images, each at another training image, are more surprisingly near to it than {1 - SHARE:.0%} of real "
            f"ones are to theirs, where {surplus.expected:.0f} would be by chance"
        )
    if by_share:
        found.append(
            f"{share.share:.0%} of the generated images are nearest to a training image rather "
            f"than to an unseen one, where {share.expected:.0%} would be by chance"
        )
    return found


def doubts(
    real: int, share: TrainShare, trial: Control, apart: TrainShare | None = None
) -> list[str]:
    """Say why no sign of copying is no answer, if so; `apart` is what shows that training and unseen images differ."""
    found = []
    if apart:
        found.append(
            f"of training images themselves {apart.share:.0%} are nearest to another one, where "
            f"{apart.expected:.0%} would be by chance: the unseen images are of another source, of other persons, or "
            "saved otherwise, and nothing can be told by them; give ones like those trained on"
        )
    if real < FEWEST_REAL:
        found.append(
            f"only {real} real images to compare with, {FEWEST_REAL} are needed; "
            + (
                f"copies would show from about {trial.detectable:.0%} of the generated images on"
                if math.isfinite(trial.detectable)
                else f"with {trial.planted} copies among {trial.among}, {trial.power:.0%} of the sets would be called copying"
            )
        )
    if share.effective < FEWEST_EFFECTIVE:
        found.append(
            f"the generated images spread over no more than {share.effective:.0f} different real "
            f"ones, {FEWEST_EFFECTIVE} are needed: too few images, or too much alike"
        )
    if trial.power < POWER:
        found.append(
            # rounded down: of 79.6 % that 80 % are needed would make no sense
            f"of sets with {trial.planted} planted copies among {trial.among} images "
            f"{math.floor(100 * trial.power)}% would be called copying, {POWER:.0%} are needed: copies would go unnoticed"
        )
    return found


def bound(ruling: Ruling, duplicate: float) -> str:
    """Say how many plain copies there can be at most, which takes no power to tell.

    The ruling is of different images, for equal ones are not drawn independently. `duplicate` is the
    distance in grey levels up to which it counted near-duplicates.
    """
    count, hits = len(ruling.near), int(ruling.near.sum())
    return (
        f"{hits} of {count} different generated images are within {duplicate:g} grey "
        f"levels per pixel of a training image, as {ruling.real_duplicates / ruling.real_count:.0%} "
        "of the real ones are; so at most "
        f"{copy_rate_high(hits, count):.1%} of what the generator makes are plain "
        "copies, whatever the others may be"
    )


def notes(
    *,
    generated: tuple[int, int],
    unseen: int,
    twins: tuple[int, int, int],
    doubled: float,
    least: float,
    grouped: bool,
) -> list[str]:
    """Say what the reader should know of the images.

    `generated` are all and the different ones; `twins` are unseen images that are training images,
    those that are moved ones, and how many were looked at; `doubled` is the share of training images that are others as well;
    `least` is the share of memorized images from which on copying as a whole would show.
    """
    found = []
    count, different = generated
    if different < count:
        found.append(f"only {different} of {count} generated images differ: equal ones count once")
    if twins[0]:
        found.append(
            f"{twins[0]} of {twins[2]} unseen images are training images as well, or nearly so: they are "
            "left out where others are compared with what is usual; the splits should be free of doubles"
        )
    if twins[1] > MOVED * twins[2]:
        found.append(
            f"{twins[1]} of {twins[2]} unseen images are training images mirrored, or changed in another such way: "
            "copies of this kind are hard to tell from them, and measures of quality look better than they are"
        )
    if doubled > DOUBLED:
        found.append(
            f"{doubled:.0%} of the training images have a double among the others, and copies of such "
            "ones can't be told from plain images: keep one of each"
        )
    if unseen < FEWEST_UNSEEN:
        found.append(
            f"with {unseen} unseen images, copies of single images are judged mostly by training "
            "images, each beside the others; "
            + (
                f"copying as a whole would show if at least {least:.0%} of the images were owed to memory"
                if least < 1
                else "copying as a whole can't be told"
            )
        )
    if grouped:
        found.append(
            "whole groups of images are in the training set or outside it: that generated images keep nearer to "
            "training groups is no sign of copying, and copying as a whole can't be told"
        )
    return found
