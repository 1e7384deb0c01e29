"""What `prepare` says of the images it read, from dataset.json, so that a person sees what was understood."""

from collections.abc import Iterator, Mapping
from typing import Any

from stages.support.by_hand import placed
from stages.support.paths import PREPARED
from wgan.text import listed

NARROW = 0.1
"""Of the range of values: images that use less are all but one shade."""


def told(account: Mapping[str, Any], black: float, white: float) -> Iterator[str]:
    """Lines for the terminal: the counts, the classes, and what may not be as it was meant.

    `black` and `white` are the options in force.
    """
    from stages.support.prepared import unlabelled
    from wgan.data.files.directory import LINKED

    counts = ", ".join(f"{count} {name}" for name, count in account["counts"].items())
    skipped = account["skipped_count"]
    where = placed(PREPARED) / "dataset.json"
    yield f"{account['name']}: {counts}" + (
        f"; {skipped} files skipped, see {where}" if skipped else ""
    )
    yield _classes(account)
    yield from _without_images(account)
    if table := account["source"].get("labels"):
        yield f"of the table, {table['file_column']} names the files and {table['column']} the classes"
    if groups := account["groups"]:
        yield f"{groups} groups, the largest of {account['largest_group']} images"
    if sizes := account["source"].get("sizes"):
        parts, values = (account["source"][key] for key in ("parts", "values"))
        shown = [
            f"{part} ({parts[part]} of {size}, black to white {values[part]})"
            for part, size in sizes.items()
        ]
        yield f"read as images: {listed(shown)}"
    if folders := account["source"].get("taken_together"):
        yield (
            f"the folders {', '.join(folders)} are taken together"
            + (", and the folders in them are the classes" if account["classes"] else "")
            + ": prepare makes splits of its own"
        )
    if account["classes"] and (bare := account["unlabelled_count"]):
        yield (
            f"{bare} images have no class, {unlabelled(account)}: training with classes needs every image to "
            "have one; remove them, or name the classes to use in prepare.classes"
        )
    yield from _equal(account)
    yield from _dark(account["values"], black, white)
    for remark, count in account["remarks"].items():
        yield f"{count} files hold {remark}"
    if linked := account["skipped_reasons"].get(LINKED):
        yield f"{linked} linked folders are not read: DVC would not see them change"


def _classes(account: Mapping[str, Any]) -> str:
    names = account["classes"]
    if not names:
        return "no classes"
    totals = [sum(each) for each in zip(*account["class_counts"].values(), strict=True)]
    shown = listed([f"{name} ({n})" for name, n in zip(names, totals, strict=True)])
    return f"{len(names)} {'class' if len(names) == 1 else 'classes'}: {shown}"


def _without_images(account: Mapping[str, Any]) -> Iterator[str]:
    """Say which classes there are none of, or none to train on."""
    if empty := account["empty_classes"]:
        yield f"without an image, and left out: {listed(empty)}"
    untrained, untested = (
        [
            name
            for name, count in zip(account["classes"], account["class_counts"][split], strict=True)
            if not count
        ]
        for split in ("train", "test")
    )
    if untrained:
        yield f"without a training image, so none is generated: {listed(untrained)}"
    if alone := [name for name in untested if name not in untrained]:
        yield f"without a test image, so judged by other classes alone: {listed(alone)}"


def _equal(account: Mapping[str, Any]) -> Iterator[str]:
    count, other = (account["doubles"][key] for key in ("images", "with_another_label"))
    if count:
        fate = "dropped" if account["doubles"]["dropped"] else "kept on its side of the split"
        labels = f", {other} of them with another class" if other else ""
        yield f"{count} images are equal to an earlier one{labels}: {fate}"


def _dark(values: Mapping[str, int], black: float, white: float) -> Iterator[str]:
    least, largest = values["least"] / 255, values["largest"] / 255
    if said := narrow(values["least"], values["largest"]):
        # one step of 255 to either side: the values are rounded
        low, high = (
            black + share * (white - black)
            for share in (max(least - 1 / 255, 0), min(largest + 1 / 255, 1))
        )
        yield f"the images {said}: prepare.black: {low:.3g} and prepare.white: {high:.3g} stretch it"


def narrow(least: int, largest: int) -> str:
    """What images do whose values, 0 to 255, are all but one shade; empty if they are not."""
    used = (largest - least) / 255
    return f"use {used:.1%} of the range of values" if used < NARROW else ""
