"""Equal and nearly equal images of the data, in words."""

from collections.abc import Mapping
from typing import Any


def doubles_facts(account: Mapping[str, Any], details: Mapping[str, Any]) -> list[str]:
    """What to know of doubles, for the top of the page; nothing where there are none.

    `account` is dataset.json, `details` details.json; earlier ones have no word of doubles.
    """
    facts = []
    equal = account.get("doubles", {})
    if count := equal.get("images", 0):
        fate = "dropped" if equal["dropped"] else "kept on one side of the split"
        facts.append(f"{count} images equal to another one, {fate}")
    near = details.get("near_doubles", {})
    if count := near.get("count", 0):
        facts.append(
            f"{count} of {near['test_images']} test images are near doubles of training images, and not "
            "truly unseen: the verdict on copying is weaker for it"
        )
    return facts
