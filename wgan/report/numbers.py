"""The table of numbers, from the contents of details.json."""

import math
from typing import Any

from wgan.report.page import Row


def number(value: float | None, digits: int = 3) -> str:
    """Format a number with some significant digits; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if 0 < value < 1e-3:
        return "< 0.001"
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{digits}g}" if abs(value) < 10 ** (digits - 1) else f"{value:.0f}"


def share(value: float | None) -> str:
    """Format a share as a percentage."""
    return "–" if value is None or not math.isfinite(value) else f"{value:.1%}"


def interval(low: float, high: float) -> str:
    """Format the 95 % interval of a share."""
    return f"{share(low)} to {share(high)}"


def memorization_rows(details: dict[str, Any]) -> list[Row]:
    """List what tells of copying."""
    part, near, rule = details["train_share"], details["closeness"], details["rule"]
    medians, isolation = details["median_distance"], details["median_isolation"]
    control = details["positive_control"]
    return [
        Row(
            "Images called copies",
            str(rule["flagged"]),
            "–",
            "each too isolated a neighbour of one training image",
        ),
        Row(
            "Near-duplicates of training images",
            share(rule["duplicate_rate"]),
            share(rule["real_duplicate_rate"]),
            "within the distance of option duplicate",
        ),
        Row(
            "Nearest real image is a training image",
            share(part["share"]),
            share(part["expected"]),
            f"by chance, the right number; p = {number(part['p'], 2)}",
        ),
        Row(
            "Share owed to memory",
            share(part["memorized"]),
            "0.0%",
            f"95 % interval {interval(part['memorized_low'], part['memorized_high'])}",
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
            "median; towards 0 for copies",
        ),
        Row(
            "Nearer to training images than a real one",
            share(near["auc"]),
            "50.0%",
            f"95 % interval {interval(near['low'], near['high'])}; below: poor, above: too near",
        ),
        Row(
            "Planted copies found",
            share(control["power"]),
            "–",
            ", ".join(f"{kind} {found:.0%}" for kind, found in control["by_kind"].items()),
        ),
    ]


def trend_rows(details: dict[str, Any]) -> list[Row]:
    """List what tells of convergence."""
    return [
        Row(
            "Wasserstein estimate, end",
            number(details["w_final"]),
            "–",
            f"from {number(details['w_peak'])} at its peak; never compare across critics",
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


def quality_rows(details: dict[str, Any]) -> list[Row]:
    """List what tells of quality."""
    own, real, w1 = details["generated"], details["real"], details["w1_ratio"]
    error = 1.96 * w1["standard_error"]
    told = own["two_sample"]
    rows = [
        Row(
            "Distance to unseen images in pixels (W1)",
            number(own["w1"]["distance"]),
            number(real["w1"]["distance"]),
            f"ratio {number(w1['ratio'])} ± {number(error, 2)}; below 1: smoother than real",
        ),
        *(
            Row(name, share(own["overlap"][key]), share(real["overlap"][key]), reading)
            for name, key, reading in (
                ("Precision", "precision", "generated images among real ones"),
                ("Recall", "recall", "real images among generated ones"),
                ("Coverage", "coverage", "real images with a generated one near"),
            )
        ),
        Row(
            "Density",
            number(own["overlap"]["density"]),
            number(real["overlap"]["density"]),
            "how densely they lie among real ones; far above 1: too alike",
        ),
        Row(
            "Told from real images",
            share(told["accuracy"]),
            share(real["two_sample"]["accuracy"]),
            f"50 % is ideal; 95 % interval {interval(told['low'], told['high'])}",
        ),
        Row(
            "Texture: distance of patches",
            number(own["patches"]["distance"]),
            number(real["patches"]["distance"]),
            "the right number is what chance makes; less is better",
        ),
        Row(
            "Variety: distance to the nearest other",
            number(own["diversity"]["spacing"]),
            number(real["diversity"]["spacing"]),
            "median, grey levels; half of real or less is a collapse",
        ),
    ]
    return rows + (_class_rows(details["classes"]) if details["classes"] else [])


def _class_rows(classes: dict[str, Any]) -> list[Row]:
    rows = [
        Row(
            "Classes covered",
            f"{classes['covered']} of {classes['classes']}",
            f"{classes['real_covered']} of {classes['classes']}",
            "as a classifier trained on the training images sees them",
        ),
        Row(
            "Class frequencies, KL to training",
            number(classes["kl"]),
            number(classes["real_kl"]),
            "nats; 0 if each class is as frequent as in training",
        ),
    ]
    if math.isfinite(classes["agreement"]):
        rows.append(
            Row(
                "The class asked for is the one seen",
                share(classes["agreement"]),
                share(classes["real_agreement"]),
                "the right number is the classifier's accuracy",
            )
        )
    return rows
