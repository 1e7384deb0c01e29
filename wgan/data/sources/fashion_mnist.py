"""The 60,000 training images of Fashion-MNIST: clothes, 28x28, grey, ten classes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.data.arrays.published import Published
from wgan.data.download import Remote

if TYPE_CHECKING:
    from wgan.data.source import Source

PUBLISHED = Published(
    name="fashion-mnist",
    mirrors=(
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    ),
    # its publisher gives MD5: enough against accidents
    images=Remote("train-images-idx3-ubyte.gz", "md5:8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    labels=Remote("train-labels-idx1-ubyte.gz", "md5:25c81989df183df01b3e8a0aad5dffbe"),
    classes=(
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
        "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Dataset:
    """Downloaded once, then in the user's cache."""

    def open(self) -> "Source":
        """Read both files, fetched if need be. Raises InputError if they can't be had."""
        return PUBLISHED.open()
