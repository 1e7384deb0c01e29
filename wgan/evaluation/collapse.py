"""Whether the generated images have lost their variety."""

from wgan.evaluation.measure import ratio

COLLAPSED_SPACING = 0.5
"""Images are alike if their nearest others are so much nearer than those of real images."""
COLLAPSED_EFFECTIVE = 0.1
"""Or if they spread over so few real images, as a share of their number."""


def collapse(generated: float, unseen: float, effective: float, count: int) -> str | None:
    """Tell in words why generated images lack variety; None if they do not.

    `generated` and `unseen` are the `spacing` of both; `effective` is how many real images the
    generated ones spread over (`TrainShare.effective`), of `count` that they could: the smaller
    number of generated and of real images.
    """
    if ratio(generated, unseen) < COLLAPSED_SPACING:
        return (
            f"the generated images differ from each other by {generated:.1f} grey levels, "
            f"real ones by {unseen:.1f}"
        )
    if effective < COLLAPSED_EFFECTIVE * count:
        return f"the generated images spread over {effective:.0f} real ones, of {count} possible"
    return None
