"""What every prepared image looks like: size, colours, and how an oblong becomes a square."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from wgan.errors import InputError
from wgan.options import Choice, Integer, Number, Text, option

Fit = Literal["crop", "pad", "stretch"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Look:
    """What every prepared image looks like. Raises InputError for a background that is no colour, or no range."""

    image_size: int = option(28, Integer(4, 1024), "Side of the square, in pixels.", "Images")
    channels: int = option(1, Choice((1, 3)), "1 for grey, 3 for colour.", "Images")
    fit: Fit = option(
        "crop",
        Choice(FITS),
        "How an oblong becomes a square: keep the centre, add bars, or change proportions.",
        "Images",
    )
    background: str = option(
        "white",
        Text("COLOUR"),
        "Colour behind transparent pixels and in the bars of pad.",
        "Images",
    )

    black: float = option(
        0.0,
        Number(0, 1, below=True),
        "Share of the range of values up to which all is black.",
        "Images",
    )
    white: float = option(
        1.0,
        Number(0, 1, above=True),
        "Share of the range from which on all is white; 0.0625 for 12 bits in files of 16.",
        "Images",
    )

    def __post_init__(self) -> None:
        _ = self.colour  # a bad one is told before any work
        if self.black >= self.white:
            raise InputError(
                f"{self.white:g} is not above black, which is {self.black:g}", option="white"
            )

    @cached_property
    def colour(self) -> tuple[int, int, int]:
        """RGB of the background, 0..255, from what CSS allows: a name, #f80, rgb(255, 136, 0)."""
        from PIL import ImageColor

        try:
            red, green, blue = ImageColor.getrgb(self.background)
        except ValueError:  # no colour, or one with transparency
            raise InputError(
                f"{self.background!r} is no colour such as black or '#ff8800'", option="background"
            ) from None
        return red, green, blue

    def inner(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the picture inside the square, without bars."""
        if self.fit != "pad":
            return self.image_size, self.image_size
        longer = max(width, height)
        across, down = (max(1, round(self.image_size * side / longer)) for side in (width, height))
        return across, down

    def used(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the centre of the image that is used."""
        side = min(width, height)
        return (side, side) if self.fit == "crop" else (width, height)
