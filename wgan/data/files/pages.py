"""Files that hold several images, of which the first is taken."""

import io
from dataclasses import dataclass

from wgan.data.files.names import ending
from wgan.data.source import Bytes, Delivery, Skipped

ONE_PAGE = "several pages, of which the first is taken"


@dataclass(frozen=True)
class _Noting:
    """Reads a file, and notes that it is a stack."""

    delivery: Delivery
    name: str
    remarks: list[Skipped]

    def __call__(self) -> bytes | Bytes:
        from PIL import Image

        content = self.delivery.read()
        if isinstance(content, bytes):
            try:
                with Image.open(io.BytesIO(content), formats=["TIFF"]) as image:
                    pages = getattr(image, "n_frames", 1)
            except Exception:  # whether it can be read is seen when it is decoded
                pages = 1
            if pages > 1:
                # of a list, safe in threads
                self.remarks.append((self.name, ONE_PAGE))
        return content


def counting_pages(delivery: Delivery, name: str, remarks: list[Skipped]) -> Delivery:
    """The same; a TIFF of several pages will be noted among the remarks when it is read."""
    if ending(name) not in (".tif", ".tiff"):
        return delivery
    return delivery._replace(read=_Noting(delivery, name, remarks))
