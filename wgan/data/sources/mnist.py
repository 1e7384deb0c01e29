"""The 60,000 training images of MNIST: digits, 28x28, grey, ten classes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.data.arrays.published import Published
from wgan.data.download import Remote

if TYPE_CHECKING:
    from wgan.data.source import Source

PUBLISHED = Published(
    name="mnist",
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    images=Remote(
        "train-images-idx3-ubyte.gz",
        "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    labels=Remote(
        "train-labels-idx1-ubyte.gz",
        "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    classes=tuple("0123456789"),
)


@dataclass(frozen=True)
class Dataset:
    """Downloaded once, then in the user's cache."""

    def open(self) -> "Source":
        """Read both files, fetched if need be. Raises InputError if they can't be had."""
        return PUBLISHED.open()
