"""The verdicts in plain words, with their limits and what to try next."""

import math
from dataclasses import dataclass
from typing import Any

from wgan.verdicts import CopyingVerdict, QualityVerdict, TrendVerdict

GOOD, UNSURE, BAD = "good", "unsure", "bad"
"""How a verdict is marked on the page."""
LIMIT = (
    "Passing is not a privacy guarantee: it speaks of whole images, not of copied parts, larger turns "
    "and shifts, or other colours."
)
LEANING = 0.05
"""p of the share from which on down it is mentioned, though only a smaller one is called copying."""
FARTHER, NEARER = 0.4, 0.6
"""Probability that a generated image is nearer to training images than an unseen one: beyond these, by its whole
interval, it is worth a sentence; 0.5 is as unseen images are."""
MISSED = 0.8
"""Kinds of planted copies of which fewer are found are named."""


@dataclass(frozen=True)
class Statement:
    """One verdict: the question, the answer in a few words, what stands behind it."""

    question: str
    answer: str
    mark: str
    sentences: list[str]


COPYING_WORDS = {
    CopyingVerdict.COPYING: ("Yes: it copies training images.", BAD),
    CopyingVerdict.CLEAN: ("No evidence of copying.", GOOD),
    CopyingVerdict.INCONCLUSIVE: ("Can't be told.", UNSURE),
}


COPYING_ADVICE = (
    "Look at the pairs below: if they are what a person would call copies, train on more images, for "
    "fewer steps, or with a smaller generator."
)


def memorization_words(details: dict[str, Any]) -> Statement:
    """Say whether the generator copies. `details` is the memorization part of details.json."""
    verdict, reasons = CopyingVerdict(details["verdict"]), as_sentences(details["reasons"])
    closeness, trial = details["closeness"], details["positive_control"]
    limits = [*as_sentences(details["notes"]), *_limits(trial), LIMIT]
    side, share = [], details["train_share"]
    if share["p"] < LEANING and verdict is not CopyingVerdict.COPYING:
        side.append(
            f"{share['share']:.0%} of the generated images are nearest to a training image rather than to an "
            f"unseen one, where chance gives {share['expected']:.0%}: they lean towards what the "
            "generator was trained on; no single image is called a copy."
        )
    if closeness["high"] < FARTHER:
        side.append(
            "As a whole the generated images are farther from the training images than unseen "
            "real ones are: they have not reached the quality of real images."
        )
    elif closeness["low"] > NEARER and verdict is not CopyingVerdict.COPYING:
        side.append(
            "As a whole they are nearer to the training images than unseen real ones are, "
            "though none is called a copy: images with little detail look like this."
        )
    answer, mark = COPYING_WORDS[verdict]
    advice = [COPYING_ADVICE] if verdict is CopyingVerdict.COPYING else []
    return Statement(
        "Does it copy its training images?", answer, mark, [*reasons, *side, *advice, *limits]
    )


def _limits(trial: dict[str, Any]) -> list[str]:
    """What the positive control says would show, and what would not."""
    called, found = trial["called"], trial["found"]
    told = [
        f"With {trial['planted']} copies planted among {trial['among']} images, of one of {len(called)} kinds at a "
        f"time, copying would be seen in {trial['power']:.0%} of the sets."
    ]
    if math.isfinite(trial["detectable"]):
        told.append(
            f"Where they are at least {trial['detectable']:.1%} of the images, most copies would be pointed at."
        )
    missed = [kind for kind, part in called.items() if part < MISSED]
    if missed:
        told.append(f"Of these kinds it would often be missed: {_shares(called, missed)}.")
    unnamed = [kind for kind, part in found.items() if part < MISSED and kind not in missed]
    if unnamed:
        told.append(
            f"Of these it would be seen, but many of the copies not be pointed at: {_shares(found, unnamed)}."
        )
    return told


def _shares(parts: dict[str, float], kinds: list[str]) -> str:
    return ", ".join(f"{kind} ({parts[kind]:.0%})" for kind in kinds)


TREND_WORDS = {
    TrendVerdict.CONVERGED: (
        "Yes: the estimate has settled.",
        GOOD,
        "More steps of the same kind will change little; to go on, change the networks or rates.",
    ),
    TrendVerdict.IMPROVING: (
        "Not yet: it still improves.",
        UNSURE,
        "Train longer: raise train.steps.",
    ),
    TrendVerdict.UNRELIABLE: (
        "The loss can't be trusted.",
        BAD,
        "Try a higher n_critic or a higher critic learning rate, more data, or a smaller critic.",
    ),
    TrendVerdict.COLLAPSED: (
        "No: the generator has collapsed.",
        BAD,
        "Try loss wgan-gp, a higher n_critic, or a lower generator learning rate.",
    ),
    TrendVerdict.DIVERGED: (
        "No: training diverged.",
        BAD,
        "Try lower learning rates, a higher gp_weight, or a smaller clip_value.",
    ),
    TrendVerdict.UNSTABLE: (
        "No: the estimate swings.",
        BAD,
        "Critic and generator chase each other: try lower learning rates, or a higher n_critic.",
    ),
    TrendVerdict.INCONCLUSIVE: (
        "Can't be told.",
        UNSURE,
        "Train longer, or log more often (train.log_every), and look at the curves below.",
    ),
}


def trend_words(details: dict[str, Any], *, estimates: bool) -> Statement:
    """Say whether training has converged. `details` is the trend part of details.json."""
    answer, mark, advice = TREND_WORDS[TrendVerdict(details["verdict"])]
    sentences = [*as_sentences(details["reasons"])]
    if not estimates and details["verdict"] == TrendVerdict.INCONCLUSIVE:
        advice = (
            "This loss tells whether critic and generator are in balance, not how good the images "
            "are; judge by the images and the numbers below, or use loss wgan-gp."
        )
    return Statement("Has training converged?", answer, mark, [*sentences, advice])


QUALITY_WORDS = {
    QualityVerdict.CLOSE: ("Close to real images.", GOOD),
    QualityVerdict.SHORT: ("Good in part: they fall short of real images.", UNSURE),
    QualityVerdict.FAR: ("Far from real images.", BAD),
    QualityVerdict.INCONCLUSIVE: ("Can't be told.", UNSURE),
}


def quality_words(details: dict[str, Any]) -> Statement:
    """Say how good the images are. `details` is the quality part of details.json."""
    answer, mark = QUALITY_WORDS[QualityVerdict(details["verdict"])]
    return Statement("How good are its images?", answer, mark, as_sentences(details["reasons"]))


def as_sentences(reasons: list[str]) -> list[str]:
    """Begin each reason with a capital and end it with a full stop."""
    return [f"{reason[:1].upper()}{reason[1:]}." for reason in reasons]
