"""The verdicts in plain words, with their limits and what to try next."""

import math
from dataclasses import dataclass
from typing import Any

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


def memorization_words(details: dict[str, Any]) -> Statement:
    """Say whether the generator copies. `details` is the memorization part of details.json."""
    verdict, reasons = str(details["verdict"]), _sentences(details["reasons"])
    closeness, limits = details["closeness"], [LIMIT]
    detectable = details["positive_control"]["detectable"]
    if math.isfinite(detectable):
        limits.insert(
            0, f"Copies would show from about {detectable:.1%} of the generated images on."
        )
    side, share = [], details["train_share"]
    if share["p"] < 0.05 and verdict != "copying":
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
    elif closeness["low"] > 0.6 and verdict != "copying":
        side.append(
            "As a whole they are nearer to the training images than unseen real ones are, "
            "though none is a copy: images with little detail look like this."
        )
    answers = {
        "copying": ("Yes: it copies training images.", BAD),
        "no evidence of copying": ("No evidence of copying.", GOOD),
        "inconclusive": ("Can't be told.", UNSURE),
    }
    answer, mark = answers[verdict]
    return Statement("Does it copy its training images?", answer, mark, [*reasons, *side, *limits])


TREND_WORDS = {
    "converged": (
        "Yes: the estimate has settled.",
        GOOD,
        "More steps of the same kind will change little; to go on, change the networks or rates.",
    ),
    "still improving": (
        "Not yet: it still improves.",
        UNSURE,
        "Train longer: raise train.steps.",
    ),
    "critic unreliable": (
        "The loss can't be trusted.",
        BAD,
        "Try a higher n_critic or a higher critic learning rate, more data, or a smaller critic.",
    ),
    "collapsed": (
        "No: the generator has collapsed.",
        BAD,
        "Try loss wgan-gp, a higher n_critic, or a lower generator learning rate.",
    ),
    "diverged": (
        "No: training diverged.",
        BAD,
        "Try lower learning rates, a higher gp_weight, or a smaller clip_value.",
    ),
    "inconclusive": (
        "Can't be told.",
        UNSURE,
        "Train longer, or log more often (train.log_every), and look at the curves below.",
    ),
}


def trend_words(details: dict[str, Any], *, estimates: bool) -> Statement:
    """Say whether training has converged. `details` is the trend part of details.json."""
    answer, mark, advice = TREND_WORDS[str(details["verdict"])]
    sentences = [*_sentences(details["reasons"])]
    if not estimates:
        advice = (
            "Its losses tell whether critic and generator are in balance, not how good the images "
            "are; judge by the images and the numbers below, or use loss wgan-gp."
        )
    return Statement("Has training converged?", answer, mark, [*sentences, advice])


QUALITY_WORDS = {
    "close to real": ("Close to real images.", GOOD),
    "short of real": ("Good in part: they fall short of real images.", UNSURE),
    "far from real": ("Far from real images.", BAD),
    "inconclusive": ("Can't be told.", UNSURE),
}


def quality_words(details: dict[str, Any]) -> Statement:
    """Say how good the images are. `details` is the quality part of details.json."""
    answer, mark = QUALITY_WORDS[str(details["verdict"])]
    return Statement("How good are its images?", answer, mark, _sentences(details["reasons"]))


def _sentences(reasons: list[str]) -> list[str]:
    """Begin each reason with a capital and end it with a full stop."""
    return [f"{reason[:1].upper()}{reason[1:]}." for reason in reasons]
