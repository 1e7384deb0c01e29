"""One run, as `dvc exp show` tells of it, and runs that differ only in their seeds."""

import hashlib
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wgan.options import SECTIONS
from wgan.report.params import word
from wgan.verdicts import CopyingVerdict, TrendVerdict

READINGS = {
    "w1_ratio": "distance to real images in pixels: 1 is best, below 1 is smoother than real",
    "coverage": "real images with a generated one near: more is better",
    "told_apart": "how often they are told from real images: 50 % is best",
    "sure": "read by a classifier as surely as 95 % of real images: more is better",
}
"""Metrics that are numbers, in the order of deciding, and which way is better."""
RANKED = "w1_ratio"
CODE, IMAGES, START = "run.code", "run.images", "run.start"
"""What stands among the parameters for the code and for what lies at the paths of options: runs of other code, or on
other images or networks there, are no other seeds."""
GIVEN = {IMAGES: "prepare.path", START: "train.start_from"}
HASHES = {
    CODE: "the stages' code",
    IMAGES: "the images at prepare.path",
    START: "what train.start_from holds",
}
"""What stands for things that are no parameters, by a few digits of a hash."""
LONG = 40
"""Letters of a setting from which on charts show its number."""
COUNTS = {"sample.count", "evaluate.images"}
"""How many images are judged: of few, numbers look better."""


@dataclass(frozen=True)
class Run:
    """A run; `params` are texts by their full keys, `numbers` finite, verdicts brief."""

    name: str
    rev: str
    params: Mapping[str, str]
    numbers: Mapping[str, float]
    copying: str
    trend: str

    @property
    def broken(self) -> bool:
        """Whether the generator copies or has lost its variety, or training diverged."""
        failed = {TrendVerdict.COLLAPSED.brief, TrendVerdict.DIVERGED.brief}
        return self.copying == CopyingVerdict.COPYING.brief or self.trend in failed

    def number(self, key: str) -> str:
        """One of `numbers` as it is shown."""
        return f"{self.numbers[key]:.3f}" if key in self.numbers else "–"

    @property
    def score(self) -> float:
        """How far W1 is from that of real images, as a ratio of at least 1; infinite without."""
        value = self.numbers.get(RANKED, math.nan)
        return max(value, 1 / value) if value > 0 else math.inf


@dataclass(frozen=True)
class Group:
    """Runs that differ in nothing but seeds, the best first."""

    label: str
    runs: Sequence[Run]

    @property
    def broken(self) -> bool:
        """Whether any of them is."""
        return any(run.broken for run in self.runs)

    @property
    def score(self) -> float:
        """Mean of the runs' scores."""
        return math.fsum(run.score for run in self.runs) / len(self.runs)

    def values(self, key: str) -> list[float]:
        """What its runs have of a number."""
        return [run.numbers[key] for run in self.runs if key in run.numbers]

    def verdicts(self, kind: str) -> str:
        """The words of all runs on `copying` or `trend`, each once, with their count."""
        words = [getattr(run, kind) for run in self.runs]
        told = dict.fromkeys(words)
        if len(told) == 1:
            return words[0]
        return ", ".join(f"{words.count(word)} {word}" for word in told)


@dataclass
class Found:
    """The runs that can be compared, and why the others can't, by name."""

    runs: list[Run] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def read_rows(rows: Iterable[Mapping[str, Any]]) -> Found:
    """Make runs of the rows of `dvc.api.exp_show`; one that repeats another is left out."""
    found = Found()
    for row in rows:
        name = str(row.get("Experiment") or row["rev"])
        state = str(row.get("State") or "")
        numbers = {key: row[key] for key in READINGS if _finite(row.get(key))}
        params = {
            key: _text(value)
            for key, value in row.items()
            # a value that is empty is a text; None, one that this run's code did not know
            if key.partition(".")[0] in SECTIONS and "/" not in key and value is not None
        }
        params[CODE] = _code(row)
        for key, option in GIVEN.items():
            # as DVC writes it
            if found_there := row.get(os.path.normpath(str(row.get(option)))):
                params[key] = str(found_there)[:7]
        run = Run(name, str(row["rev"]), params, numbers, *_verdicts(row))
        twin = next((each for each in found.runs if _same(each, run)), None)
        if state in {"Failed", "Queued", "Running"}:
            found.left_out[name] = state.lower()
        elif RANKED not in numbers:
            found.left_out[name] = f"it has no metric {RANKED}"
        elif twin:
            found.left_out[name] = f"it is {twin.name} again"
        else:
            found.runs.append(run)
    return found


def _code(row: Mapping[str, Any]) -> str:
    """A name for the code of all stages, from DVC's hashes of it."""
    parts = [f"{key} {value}" for key, value in row.items() if key.startswith(("stages/", "wgan/"))]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:7]


def _same(one: Run, other: Run) -> bool:
    return one.params == other.params and one.numbers == other.numbers


def _verdicts(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("copying") or "–"), str(row.get("trend") or "–")


def _finite(value: Any) -> bool:
    return isinstance(value, float | int) and math.isfinite(value)


def _text(value: Any) -> str:
    """A parameter in YAML's words; DVC gives some values as Python writes them."""
    return word({"None": None, "[]": [], "True": True, "False": False}.get(str(value), value))


def is_seed(key: str) -> bool:
    """Whether a parameter is chance alone."""
    return key.endswith(".seed")


def differing(runs: Sequence[Run]) -> list[str]:
    """Keys of parameters that are not alike in all runs, seeds last."""
    keys = dict.fromkeys(key for run in runs for key in run.params)
    found = [key for key in keys if len({run.params.get(key) for run in runs}) > 1]
    return sorted(found, key=is_seed)


def other_images(runs: Sequence[Run]) -> str | None:
    """Say so if runs are judged by other images, or other numbers of them: then they are no ranking."""
    keys = [key for key in differing(runs) if not is_seed(key)]
    others = [
        key for key in keys if key.startswith("prepare.") or key in (IMAGES, "sample.classes")
    ]
    numbers = [key for key in keys if key in COUNTS]
    told = [
        f"{what} ({', '.join(found)})"
        for what, found in (("other images", others), ("other numbers of images", numbers))
        if found
    ]
    return f"they have {' and '.join(told)}, so their order says little" if told else None


def numbers(runs: Sequence[Run]) -> list[str]:
    """The numbers that any of the runs has, in the order of deciding."""
    return [key for key in READINGS if any(key in run.numbers for run in runs)]


def short(key: str, keys: Sequence[str]) -> str:
    """A key without its section, if that leaves it unlike the others."""
    last = key.partition(".")[2]
    return last if sum(each.partition(".")[2] == last for each in keys) == 1 else key


def titles(groups: Sequence[Group]) -> dict[str, str]:
    """What charts call each group, by its label: this, or its number in the order where any is long."""
    labels = [group.label for group in groups]
    if max(map(len, labels), default=0) <= LONG:
        return dict(zip(labels, labels, strict=True))
    return {label: f"setting {number}" for number, label in enumerate(labels, 1)}


def ranked(runs: Sequence[Run]) -> list[Run]:
    """Best first: by score, but after all others if it is broken."""
    return sorted(runs, key=lambda run: (run.broken, run.score))


def grouped(runs: Sequence[Run]) -> list[Group]:
    """Put runs together that differ only in seeds; the best group first."""
    keys = [key for key in differing(runs) if not is_seed(key)]
    together: dict[tuple[str, ...], list[Run]] = {}
    for run in ranked(runs):
        together.setdefault(tuple(run.params.get(key, "–") for key in keys), []).append(run)
    groups = [
        Group(
            ", ".join(
                f"{short(key, keys)} {value}" for key, value in zip(keys, values, strict=True)
            )
            or "all alike",
            members,
        )
        for values, members in together.items()
    ]
    return sorted(groups, key=lambda group: (group.broken, group.score))
