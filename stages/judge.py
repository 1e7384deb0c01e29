"""Does a generator of whatever make copy: `python -m stages.judge --train A --generated B --unseen C --out D`."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stages.support.account import narrow
from stages.support.command import Real, click_option
from stages.support.judged import KINDS, PAGE, write_all
from stages.support.one_line import in_one_line
from stages.support.sets import refuse_within
from wgan.data.decoding.look import FITS
from wgan.errors import InputError
from wgan.evaluation.settings import CopyingSettings, RunSettings, Settings
from wgan.options import options_of

if TYPE_CHECKING:
    from stages.support.sets import Set
CONFIRM = (
    "The last {share:.0%} of the training images by name ({count}, from {first} on) are held out "
    "as unseen. Is it sure that the generator was never trained on them, nor chosen by them?"
)


class GivenPath(click.Path):
    """A path; an empty one, as of a variable that is not set, would be the folder that one is in."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Take any path but an empty one."""
        if value == "":
            self.fail("is empty; give a folder, an archive or a file", param, ctx)
        return super().convert(value, param, ctx)


place = GivenPath()


def _options(command: Any) -> Any:
    for declared in reversed(options_of(CopyingSettings, RunSettings)):
        command = click_option(declared)(command)
    return command


@click.command("judge")
@click.option("--train", type=place, required=True, help="All images that it was trained on.")
@click.option("--generated", type=place, required=True, help="Images that it made, unchosen.")
@click.option("--unseen", type=place, help="Real images that it never saw.")
@click.option("--out", type=place, required=True, help="Folder for the page, pairs and numbers.")
@click.option(
    "--hold-out",
    type=Real(0, 1, min_open=True, max_open=True),
    help="Take this share of the training images, the last by name, as never seen.",
)
@click.option("--never-seen", is_flag=True, help="Confirm that, instead of being asked.")
@click.option(
    "--size",
    type=click.IntRange(4, 1024),
    help="Side of the square that images are compared in; that of the smaller ones if left out.",
)
@click.option("--fit", type=click.Choice(FITS), default="crop", show_default=True,
              help="How an oblong becomes a square, as for training.")  # fmt: skip
@_options
def main(
    train: Path,
    generated: Path,
    unseen: Path | None,
    out: Path,
    hold_out: float | None,
    never_seen: bool,
    size: int | None,
    fit: str,
    **values: Any,
) -> None:
    """Say whether a generator of whatever make copies its training images.

    TRAIN, GENERATED and UNSEEN are folders, archives or files of arrays. Without unseen images, or a
    part of the training images that it surely never saw, the verdict is that nobody can tell.
    """
    by_hand = in_one_line(lambda option: f"--{option.replace('_', '-')}")
    with by_hand, tempfile.TemporaryDirectory() as scratch:
        if unseen and hold_out is not None:
            raise InputError("is for where there are no --unseen images", option="hold_out")
        refuse_within(
            {"train": train, "generated": generated, "out": out}
            | ({"unseen": unseen} if unseen else {})
        )
        sets = _read((train, generated, unseen), size, fit, Path(scratch))
        if hold_out is not None:
            sets = _held_out(sets, hold_out, never_seen)
        _judge(sets, Settings.of(values), out)


def _read(
    places: tuple[Path, Path, Path | None], size: int | None, fit: str, scratch: Path
) -> list["Set"]:
    """Training, generated and unseen images, (n, S, S, C) each; the last only if there is a place."""
    from stages.support.sets import LARGEST_SIDE, in_grey, load, open_set, usual_size

    names = ("train", "generated", "unseen")
    sources = {name: open_set(path, name) for name, path in zip(names, places, strict=True) if path}
    shapes = {name: usual_size(source) for name, source in sources.items()}
    side = size or min(LARGEST_SIDE, *(min(shape) for shape in shapes.values()))
    for name, (width, height) in shapes.items():
        oblong = f", {width}x{height} to a square by --fit {fit}" if width != height else ""
        click.echo(
            f"judge: {name}: {len(sources[name].names)} images{oblong}, at {side}x{side}", err=True
        )
    return in_grey([load(source, side, fit, scratch, name) for name, source in sources.items()])


def _held_out(sets: list["Set"], share: float, confirmed: bool) -> list["Set"]:
    """The training images in two parts; raises Abort if nobody says that one was never seen."""
    import numpy as np

    train, generated = sets
    total = len(train.names)
    count = round(share * total)
    # in the order of their source: files by name, rows of an array by number
    kept, held = np.split(np.arange(total), [total - count])
    if not len(kept) or not len(held):
        raise InputError(f"of {total} images that leaves none", option="hold_out")
    question = CONFIRM.format(share=share, count=count, first=train.names[held[0]])
    if not confirmed:
        click.confirm(question, abort=True, err=True)
    # what could not be read is told once
    return [train.part(kept), generated, replace(train.part(held), skipped=0)]


def _judge(sets: list["Set"], settings: Settings, out: Path) -> None:
    from stages.support.sets import not_among
    from wgan.evaluation.judgement import judged

    train, generated, *rest = sets
    notes = []
    for name, one in zip(KINDS.values(), sets, strict=False):
        if one.skipped:
            notes.append(f"{one.skipped} files of the {name} images were not used")
        if said := narrow(int(one.images.min()), int(one.images.max())):
            notes.append(f"the {name} images {said}: were they read as they are meant?")
    unseen = rest[0] if rest else None
    if unseen:
        apart = not_among(unseen, train)
        if not len(apart):
            raise InputError("all of its images are training images", option="unseen")
        if equal := len(unseen.names) - len(apart):
            notes.append(f"{equal} unseen images are equal to training images, and left out")
            unseen = unseen.part(apart)
        if equal := len(generated.names) - len(not_among(generated, unseen)):
            notes.append(f"{equal} generated images are equal to unseen ones: are these unseen?")
    out.mkdir(parents=True, exist_ok=True)  # or says now, not after all the work, that it can't
    found = judged(generated.images, train.images, unseen.images if unseen else None, settings)
    close = found.nearest.distance[:, 0] <= settings.copying.duplicate
    counts = {"train": len(train.names), "generated": len(generated.names)}
    counts |= {"unseen": len(unseen.names)} if unseen else {}
    numbers = {
        "images": counts,
        "shape": list(generated.images.shape[1:]),
        "notes": notes,
        **found.details(),
        "within_duplicate": [
            name for name, near in zip(generated.names, close.tolist(), strict=True) if near
        ],
        "flagged": [generated.names[row] for row in found.flagged.tolist()],
        "copied_from": {
            generated.names[row]: train.names[found.source[row]] for row in found.flagged.tolist()
        },
        "nearest": [
            {"generated": generated.names[row], "train": train.names[at], "distance": distance}
            for row, (at, distance) in enumerate(
                zip(found.nearest.index[:, 0].tolist(), found.nearest.distance[:, 0], strict=True)
            )
        ],
    }
    write_all(out, found, numbers)
    click.echo(f"{found.verdict}: {'; '.join(found.reasons) or 'all checks passed'}")
    for note in [*notes, *(found.memorization.notes if found.memorization else [])]:
        click.echo(note)
    click.echo(f"to look: {out / PAGE}")


if __name__ == "__main__":
    main()
