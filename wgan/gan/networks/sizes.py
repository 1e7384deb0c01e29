"""Which square images a pair of networks takes: `28 in SIZES`, and in words, `str(SIZES)`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MultiplesOf:
    """Sides that can be divided by `divisor`."""

    divisor: int

    def __contains__(self, side: int) -> bool:
        return side > 0 and side % self.divisor == 0

    def __str__(self) -> str:
        return f"a multiple of {self.divisor}"


@dataclass(frozen=True)
class PowersOfTwo:
    """Sides `least`, twice that, and so on; `least` is a power of two."""

    least: int

    def __contains__(self, side: int) -> bool:
        return side >= self.least and side.bit_count() == 1

    def __str__(self) -> str:
        return f"a power of two from {self.least}"


Sizes = MultiplesOf | PowersOfTwo
