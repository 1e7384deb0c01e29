"""Where a training run keeps its checkpoints, and what makes two runs the same."""

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stages.support.paths import CHECKPOINTS
from stages.support.prepared import Account, Memory
from stages.support.start import Start
from wgan.errors import InputError
from wgan.options import options_of, settings

if TYPE_CHECKING:
    from wgan.gan.checkpoint import Checkpoints

SECONDS = "20"
"""Between checkpoints, unless the environment's WGAN_CHECKPOINT_SECONDS says otherwise."""
TRAINING = ("keras", "numpy", "scikit-learn", "scipy", "tensorflow")
"""Packages that weights, history and candidates are computed by."""
APART = {"steps", *(each.name for each in options_of(Memory, Start))}
"""Options in which runs may differ and share their checkpoints: a longer run goes on from a shorter,
unless its learning rates follow a schedule, which is another one from the first step."""


def run_checkpoints(
    options: dict[str, Any], account: Account, machine: str, *, writes: bool
) -> "Checkpoints":
    """The checkpoints of the run that these options, data, code, libraries and `machine` make up.

    `machine` says in words what computes: another one would go on to bytes that neither gives alone.

    Raises InputError if WGAN_CHECKPOINT_SECONDS is no number.
    """
    import wgan
    from wgan.gan.checkpoint import Checkpoints, run_key

    apart = APART if options["schedule"] == "constant" else APART - {"steps"}
    package = Path(wgan.__file__).parent
    shared = (package / name for name in ("history.py", "images.py", "transport.py"))
    sources = [*shared, *(package / "gan").rglob("*.py")]
    key = run_key(
        train={name: value for name, value in options.items() if name not in apart},
        data=account,
        start=settings(Start, options).digests(),
        code={path.relative_to(package).as_posix(): path.read_text("utf-8") for path in sources},
        versions=[version(name) for name in TRAINING],
        machine=machine,
    )
    root = Path(os.environ.get("WGAN_CHECKPOINT_DIR") or CHECKPOINTS)
    given = os.environ.get("WGAN_CHECKPOINT_SECONDS", SECONDS)
    try:
        seconds = float(given)
        if not seconds >= 0:
            raise ValueError
    except ValueError:
        raise InputError(f"WGAN_CHECKPOINT_SECONDS is {given!r}, no number of seconds") from None
    return Checkpoints(root, key, seconds, lambda text: click.echo(text, err=True), writes)
