"""Label tables and what is read in them."""

from wgan.data.tables.columns import Columns
from wgan.data.tables.table import Labels, read_labels

NAMES = ("faces/1.jpg", "faces/2.jpg", "faces/3.jpg")
FOUR = tuple(f"img/{i:03}.jpg" for i in range(4))
"""Of which the odd ones are cats, and the others dogs."""


def read(data: bytes | str, label: str = "", images: tuple[str, ...] = NAMES, **columns) -> Labels:
    data = data.encode() if isinstance(data, str) else data
    return read_labels(data, "t", images, Columns(label, **columns))


def pets(found: Labels) -> list[str]:
    return [found.classes[label] if label >= 0 else "" for label in found.labels]


def rows(*heads: str, form: str = "{name},{pet}", end: str = "\n") -> str:
    lines = [
        form.format(name=f"{i:03}.jpg", pet="cat" if i % 2 else "dog", i=i, bare=i)
        for i in range(4)
    ]
    return end.join([*heads, *lines, ""])
