"""What each stage's outputs were made from, so that stages run by hand don't mix what doesn't belong together.

DVC sees to this where it runs the stages; its outputs are remembered as well, for a stage by hand may follow.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from stages.support.by_hand import write_record
from stages.support.paths import BY_HAND, GENERATOR, HISTORY, PREPARED, SAMPLES
from wgan.data.disk import sha256_of
from wgan.errors import InputError

MADE = {"train": (GENERATOR, HISTORY), "sample": (SAMPLES,)}
"""By stage, the outputs that others read."""
READ = {"train": (PREPARED,), "sample": (GENERATOR, PREPARED)}
"""What they come from."""
DVC = "DVC_ROOT"
"""In the environment of commands that DVC runs."""


def remember(stage: str) -> None:
    """Note what lies here as what `stage` has just made, and what it read."""
    if stage in MADE:
        write_record(_record(stage), [_digests(MADE[stage]), _digests(READ[stage])])


def refuse_others(*stages: str) -> None:
    """Raise InputError if what one of the stages left here was made from other things than lie here now.

    Nothing is known of what came in another way, as from DVC's cache.
    """
    for stage in stages if DVC not in os.environ else ():
        try:
            made, read = json.loads(_record(stage).read_text("utf-8"))
        except (OSError, ValueError):  # none, or half written
            continue
        if made != _digests(MADE[stage]):
            continue
        now = _digests(READ[stage])
        if other := next((path for path in read if read[path] != now[path]), None):
            raise InputError(
                f"{MADE[stage][0]} was made from another {other} than lies here now; "
                f"run `python -m stages.{stage}` again, or `dvc repro`"
            )


def _record(stage: str) -> Path:
    return BY_HAND / f"{stage}.made"


def _digests(paths: Iterable[Path]) -> dict[str, str | None]:
    """Of each path, a folder by the hashes in its dataset.json; None where nothing can be read."""
    return {path.as_posix(): _digest(path) for path in paths}


def _digest(path: Path) -> str | None:
    try:
        if path == PREPARED:
            account = json.loads((path / "dataset.json").read_text("utf-8"))
            told = json.dumps([account["classes"], account["files"]])
            return hashlib.sha256(told.encode()).hexdigest()
        return sha256_of(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None
