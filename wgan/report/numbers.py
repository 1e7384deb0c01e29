"""Rows on copying and convergence, from the contents of details.json."""

import math
from typing import Any

from wgan.shown import Row
from wgan.text import interval, number, share


def memorization_rows(details: dict[str, Any]) -> list[Row]:
    """List what tells of copying."""
    part, near, rule = details["train_share"], details["closeness"], details["rule"]
    medians, isolation = details["median_distance"], details["median_isolation"]
    control, surplus = details["positive_control"], rule["surplus"]
    return [
        Row(
            "Images called copies",
            str(rule["flagged"]),
            "–",
            "each nearer to a training image than its surroundings lead to expect",
        ),
        Row(
            "Near-duplicates of training images",
            share(rule["duplicate_rate"]),
            share(rule["unseen_duplicate_rate"]),
            "within the distance of option duplicate",
        ),
        Row(
            "Nearest real image is a training image",
            share(part["share"]),
            share(part["expected"]),
            f"by chance, the right number; {_own(details['own_share'])}{_p(part['p'])}",
        ),
        Row(
            "Share owed to memory",
            share(part["memorized"]) if math.isfinite(part["memorized"]) else "can't be told",
            "0.0%",
            _memorized(part),
        ),
        Row(
            "Distance to the nearest training image",
            number(medians["generated_to_train"]),
            number(medians["test_to_train"]),
            "median, grey levels per pixel",
        ),
        Row(
            "Isolation of that neighbour",
            number(isolation["generated"]),
            number(isolation["test"]),
            "median, shifts allowed; towards 0 for copies",
        ),
        Row(
            "Nearer to training images than a real one",
            share(near["auc"]),
            "50.0%",
            f"95 % interval {interval(near['low'], near['high'])}; below: poor, above: too near",
        ),
        Row(
            "More surprisingly near than 98 % of real images",
            str(surplus["seen"]) if surplus else "not asked",
            number(surplus["expected"], 2) if surplus else "–",
            f"images, each at another training image; by chance, the right number; {_p(surplus['p'])}"
            if surplus
            else "training and unseen images are no like sets, or too few",
        ),
        Row(
            "Sets with planted copies called copying",
            share(control["power"]),
            "–",
            f"in brackets the copies that were pointed at: {_kinds(control)}",
        ),
    ]


def _kinds(control: dict[str, Any]) -> str:
    found = control["found"]
    return ", ".join(
        f"{kind} {called:.0%} ({found[kind]:.0%})" for kind, called in control["called"].items()
    )


def _own(found: dict[str, Any] | None) -> str:
    return f"of training images themselves {share(found['share'])}; " if found else ""


def _p(value: float) -> str:
    if not math.isfinite(value):
        return "training and unseen images are no like sets, so it proves nothing"
    told = number(value, 2)
    return f"p {told}" if told[0] in "<>" else f"p = {told}"


def _memorized(part: dict[str, Any]) -> str:
    low, high = part["memorized_low"], part["memorized_high"]
    if not math.isfinite(low):
        return "training and unseen images are no like sets, and a model keeps nearer to its own"
    return f"95 % interval {interval(low, min(high, 1.0))}"


def trend_rows(details: dict[str, Any]) -> list[Row]:
    """List what tells of convergence; nothing of a loss that estimates no distance."""
    if not math.isfinite(details["w_final"]):
        return []
    return [
        Row(
            "Wasserstein estimate, end",
            number(details["w_final"]),
            "–",
            f"from {number(details['w_peak'])} at its peak; never compare across critics",
        ),
        Row(
            "The same over the critic's slope",
            number(details["distance"]),
            "–",
            "a distance between images, pixels from -1 to 1; compare within a run: between runs it ranks wrongly",
        ),
        Row(
            "Its change over the tail",
            share(details["tail_slope_rel"]),
            "–",
            f"95 % interval {interval(details['tail_ci_low'], details['tail_ci_high'])}",
        ),
        Row(
            "Critic's overfitting",
            number(details["critic_gap_rv"], 2),
            "–",
            "0 none, 1 complete: what of its estimate is lost on validation images",
        ),
    ]
