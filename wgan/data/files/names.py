"""Names of files, as they may be met in folders and archives that no one has checked."""

import re

ENDINGS = (
    ".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp", ".gif", ".bmp", ".dib",
    ".tif", ".tiff", ".avif", ".jp2", ".j2k", ".jpx", ".jpf", ".j2c", ".jpc",
    ".ppm", ".pgm", ".pbm", ".pnm", ".tga", ".ico", ".qoi", ".pcx", ".sgi",
)  # fmt: skip
UNREAD = {".heic": "HEIC", ".heif": "HEIC", ".jxl": "JPEG XL", ".psd": "PSD", ".svg": "SVG"}
"""Endings of images that are not read."""
LONGEST = 1000
"""Characters of a name; a name in an archive may be made to fill the memory."""

_DRIVE = re.compile(r"[A-Za-z]:")


def printable(name: str) -> str:
    """The name as one line of valid Unicode: anything else in it as an escape."""
    if len(name) > LONGEST:
        name = name[:LONGEST] + "…"
    if name.isprintable():
        return name
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )


def inside(name: str) -> str | None:
    """The name of an archive's member with plain slashes and no `.`; None if it points outside or to nothing."""
    name = name.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if (
        not parts
        or name.startswith("/")
        or _DRIVE.match(name)
        or ".." in parts
        or len(name) > LONGEST
    ):
        return None
    return printable("/".join(parts))


def hidden(name: str) -> bool:
    """Whether any part starts with a dot, or is a folder that macOS adds to archives."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def is_image(name: str) -> bool:
    """Whether its ending is one of an image; what it holds is seen when it is decoded."""
    return ending(name) in ENDINGS


def why_not(name: str) -> str:
    """Why a file of this name is no image that can be used."""
    unread = UNREAD.get(ending(name))
    return f"{unread}, which is not read: convert it to PNG" if unread else NO_ENDING


NO_ENDING = "not an image by its ending"


def ending(name: str) -> str:
    """With its dot, in small letters; empty if there is none."""
    # as text: a Path for each of 200,000 names takes seconds
    stem, _, last = name.rpartition("/")[2].rpartition(".")
    return f".{last}".lower() if stem and last else ""
