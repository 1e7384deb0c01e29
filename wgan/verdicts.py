"""The verdicts: what evaluation can conclude, and what the page has words for."""

from enum import StrEnum


class CopyingVerdict(StrEnum):
    """Whether the generator copies its training images."""

    COPYING = "copying"
    CLEAN = "no evidence of copying"
    INCONCLUSIVE = "inconclusive"

    @property
    def brief(self) -> str:
        """The answer in a column headed "copying"."""
        return {self.COPYING: "yes", self.CLEAN: "none seen"}.get(self, "unclear")


class TrendVerdict(StrEnum):
    """Whether training has converged."""

    CONVERGED = "converged"
    IMPROVING = "still improving"
    UNRELIABLE = "critic unreliable"
    COLLAPSED = "collapsed"
    DIVERGED = "diverged"
    UNSTABLE = "unstable"
    INCONCLUSIVE = "inconclusive"

    @property
    def brief(self) -> str:
        """One word, for a column headed "trend"."""
        return "unclear" if self is self.INCONCLUSIVE else self.split()[-1]


class QualityVerdict(StrEnum):
    """How near the images come to real ones."""

    CLOSE = "close to real"
    SHORT = "short of real"
    FAR = "far from real"
    INCONCLUSIVE = "inconclusive"
