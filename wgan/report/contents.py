"""What stands on the page, from the numbers of details.json."""

from collections.abc import Mapping
from typing import Any

from wgan.report.doubles import doubles_facts
from wgan.report.numbers import memorization_rows, trend_rows
from wgan.report.page import Section, render
from wgan.report.params import known_options, parameters
from wgan.report.words import memorization_words, quality_words, trend_words
from wgan.shown import Row


def report_page(
    account: Mapping[str, Any],
    details: Mapping[str, Any],
    quality: list[Row],
    *,
    last_step: float,
    estimates: bool,
    pictures: list[Section],
    params: Mapping[str, Any],
) -> str:
    """Compose the page as HTML.

    `account` is dataset.json, `details` details.json, `quality` its rows of the table; `last_step` counts the generator updates,
    `estimates` says whether the critic's scores estimate a distance.
    """
    counts = account["counts"]
    changed, by_section = parameters(params, known_options())
    return render(
        title=f"{account['name']}: what the generator learned",
        facts=[
            f"{details['generated_images']} generated images",
            f"{counts['train']} training and {counts['test']} unseen test images",
            "×".join(str(side) for side in account["shape"]),
            f"{last_step:.0f} generator updates",
            *doubles_facts(account, details),
        ],
        statements=[
            memorization_words(details["memorization"]),
            trend_words(details["trend"], estimates=estimates),
            quality_words(details["quality"]),
        ],
        sections=pictures,
        rows=[
            *quality,
            *memorization_rows(details["memorization"]),
            *trend_rows(details["trend"]),
        ],
        changed=changed,
        params=by_section,
    )
