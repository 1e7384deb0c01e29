"""The options of evaluation, each a field of the part that reads it. Imports nothing heavy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from wgan.options import Flag, Integer, Number, option, settings

COPYING, CONVERGENCE, QUALITY, RUN = "Copying", "Convergence", "Quality", "Run"


@dataclass(frozen=True)
class CopyingSettings:
    """How to look for copies."""

    neighbours: int = option(
        50,
        Integer(2, 1000),
        "How many of the nearest training images say what distance is usual around an image.",
        COPYING,
    )
    shift: int = option(
        1,
        Integer(0, 8),
        "Pixels of shift that comparing pixels allows; the comparison of aligned images allows a few in any case.",
        COPYING,
    )
    mirror: bool = option(
        default=False,
        kind=Flag(),
        help="Compare pixels with mirror images, too; the comparison of aligned images does in any case.",
        group=COPYING,
    )
    fdr: float = option(
        0.05,
        Number(0, 1, above=True, below=True),
        "Share of false alarms among the images flagged.",
        COPYING,
    )
    duplicate: float = option(
        2, Number(0, 255), "Grey levels per pixel within which images are duplicates.", COPYING
    )
    calibration: int = option(
        3000,
        Integer(1),
        "Real images that the flags are calibrated on, if the data has so many.",
        COPYING,
    )
    planted: float = option(
        0.05,
        Number(0, 0.5, above=True),
        "Share of copies planted to test the check itself.",
        COPYING,
    )
    memorized: float = option(
        0.25,
        Number(0, 1, below=True),
        "Copying is called if surely more than this share of the images comes from memory.",
        COPYING,
    )


@dataclass(frozen=True)
class TrendSettings:
    """From where on a trend is one."""

    tail: float = option(
        0.5,
        Number(0, 1, above=True),
        "Share of the steps, at the end, whose trend is judged.",
        CONVERGENCE,
    )
    flat: float = option(
        0.1,
        Number(0, 1, above=True),
        "Relative change over the tail that counts as none.",
        CONVERGENCE,
    )
    divergence: float = option(
        3,
        Number(1),
        "Diverged if the estimate ends at so many times its median or its lowest level.",
        CONVERGENCE,
    )
    overfit: float = option(
        0.5,
        Number(0, 1, above=True),
        "Share of the estimate that validation images may lose.",
        CONVERGENCE,
    )


@dataclass(frozen=True)
class QualitySettings:
    """How much is measured."""

    images: int = option(
        1000,
        Integer(2, 2000),
        "Images of each kind to measure; time grows with the cube.",
        QUALITY,
    )


@dataclass(frozen=True)
class RunSettings:
    """What concerns no single question."""

    pairs: int = option(12, Integer(1, 100), "Suspicious pairs to show.", RUN)
    seed: int = option(0, Integer(0), "Of all that is drawn at random.", RUN)


OWNERS = (CopyingSettings, TrendSettings, QualitySettings, RunSettings)


@dataclass(frozen=True)
class Settings:
    """The options of the parts."""

    copying: CopyingSettings = field(default_factory=CopyingSettings)
    trend: TrendSettings = field(default_factory=TrendSettings)
    quality: QualitySettings = field(default_factory=QualitySettings)
    run: RunSettings = field(default_factory=RunSettings)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Give each part its own options, by name."""
        return cls(
            copying=settings(CopyingSettings, values),
            trend=settings(TrendSettings, values),
            quality=settings(QualitySettings, values),
            run=settings(RunSettings, values),
        )
