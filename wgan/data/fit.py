"""Geometry and colour: from an image of any size to a flat square of the wanted one."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from PIL import Image

Fit = Literal["crop", "pad", "stretch"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Look:
    """What every prepared image looks like."""

    size: int
    """Side of the square, in pixels."""
    channels: int
    """1 for grey, 3 for colour."""
    fit: Fit = "crop"
    """Keep the centre square, keep all and add bars, or keep all and change the proportions."""
    background: tuple[int, int, int] = (255, 255, 255)
    """RGB behind transparent pixels and in the bars of `pad`."""

    @property
    def mode(self) -> str:
        """Pillow's name for the channels."""
        return "L" if self.channels == 1 else "RGB"

    def inner(self, width: float, height: float) -> tuple[int, int]:
        """Width and height of the picture inside the square, without bars."""
        if self.fit != "pad":
            return self.size, self.size
        longer = max(width, height)
        across, down = (max(1, round(self.size * side / longer)) for side in (width, height))
        return across, down

    def region(self, width: float, height: float) -> tuple[float, float, float, float]:
        """The part of the image that is used: left, top, right, bottom."""
        if self.fit != "crop":
            return 0, 0, width, height
        side = min(width, height)
        left, top = (width - side) / 2, (height - side) / 2
        return left, top, left + side, top + side


def square(image: Image.Image, look: Look, extent: tuple[float, float]) -> Image.Image:
    """Bring an image of mode L, LA, RGB, RGBA or F (0..255) to `look`; returns mode L or RGB.

    `extent` is the image's width and height; a little less than its size where the last column or
    row holds less than a pixel. Shrinking antialiases (bicubic over the area of a target pixel), so
    that thin strokes do not break up; transparent pixels do not bleed colour into others.
    """
    inner = look.inner(*extent)
    flat = _flatten(image.resize(inner, Image.Resampling.BICUBIC, look.region(*extent)), look)
    if inner == (look.size, look.size):
        return flat
    bars = Image.new("RGB", (look.size, look.size), look.background).convert(look.mode)
    bars.paste(flat, ((look.size - inner[0]) // 2, (look.size - inner[1]) // 2))
    return bars


def _flatten(image: Image.Image, look: Look) -> Image.Image:
    if "A" in image.mode:
        behind = Image.new("RGBA", image.size, look.background)
        image = Image.alpha_composite(behind, image.convert("RGBA")).convert("RGB")
    elif image.mode == "F":
        # Pillow's own conversion cuts off instead of rounding
        image = Image.fromarray(np.clip(np.rint(np.asarray(image)), 0, 255).astype(np.uint8))
    return image if image.mode == look.mode else image.convert(look.mode)
