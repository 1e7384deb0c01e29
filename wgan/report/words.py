"""The verdicts in plain words, with their limits and what to try next."""

import math
from dataclasses import dataclass
from typing import Any

from wgan.verdicts import CopyingVerdict, QualityVerdict, TrendVerdict

GOOD, UNSURE, BAD = "good", "unsure", "bad"
"""How a verdict is marked on the page."""
LIMIT = "Passing is not a privacy guarantee: it speaks of near-copies in pixels alone."


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


def memorization_words(details: dict[str, Any]) -> Statement:
    """Say whether the generator copies. `details` is the memorization part of details.json."""
    verdict, reasons = CopyingVerdict(details["verdict"]), _sentences(details["reasons"])
    closeness, limits = details["closeness"], [LIMIT]
    detectable = details["positive_control"]["detectable"]
    if math.isfinite(detectable):
        limits.insert(
            0, f"Copies would show from about {detectable:.1%} of the generated images on."
        )
    side, share = [], details["train_share"]
    if share["p"] < 0.05 and verdict is not CopyingVerdict.COPYING:
        side.append(
            f"{share['share']:.0%} of the generated images are nearest to a training image rather than to an "
            f"unseen one, where chance gives {share['expected']:.0%}: they lean towards what the "
            "generator was trained on, and no single image is a copy."
        )
    if closeness["high"] < 0.4:
        side.append(
            "As a whole the generated images are farther from the training images than unseen "
            "real ones are: they have not reached the quality of real images."
        )
    elif closeness["low"] > 0.6 and verdict is not CopyingVerdict.COPYING:
        side.append(
            "As a whole they are nearer to the training images than unseen real ones are, "
            "though none is a copy: images with little detail look like this."
        )
    answer, mark = COPYING_WORDS[verdict]
    return Statement("Does it copy its training images?", answer, mark, [*reasons, *side, *limits])


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
    sentences = [*_sentences(details["reasons"])]
    if not estimates:
        advice = (
            "Its losses tell whether critic and generator are in balance, not how good the images "
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
    return Statement("How good are its images?", answer, mark, _sentences(details["reasons"]))


def _sentences(reasons: list[str]) -> list[str]:
    """Begin each reason with a capital and end it with a full stop."""
    return [f"{reason[:1].upper()}{reason[1:]}." for reason in reasons]
