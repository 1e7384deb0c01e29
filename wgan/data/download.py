"""MNIST and Fashion-MNIST from their publishers, checked by hash and kept in the user's cache."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from wgan.data.arrays.idx import read_idx
from wgan.data.source import Source, from_arrays
from wgan.errors import InputError

CACHE_VARIABLE = "WGAN_CACHE_DIR"
TIMEOUT = 30
"""Seconds without a byte after which the next mirror is tried."""


@dataclass(frozen=True)
class Remote:
    """A file and the hash by which it is known, as `ALGORITHM:HEX`."""

    name: str
    known_hash: str


@dataclass(frozen=True)
class Download:
    """A data set of two IDX files that lie side by side on several servers."""

    name: str
    mirrors: tuple[str, ...]
    """Addresses that end in a slash, in the order of trying."""
    images: Remote
    labels: Remote
    classes: tuple[str, ...]


MNIST = Download(
    name="mnist",
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    images=Remote(
        "train-images-idx3-ubyte.gz",
        "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    labels=Remote(
        "train-labels-idx1-ubyte.gz",
        "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    classes=tuple("0123456789"),
)
FASHION_MNIST = Download(
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
DOWNLOADS = {download.name: download for download in (MNIST, FASHION_MNIST)}


def download(what: Download) -> Source:
    """Read a data set from the cache, and fetch what is not there yet.

    Raises InputError if no mirror works or the files are not what they should be.
    """
    images_path, labels_path = fetch(what, what.images), fetch(what, what.labels)
    images, labels = read_idx(images_path, 3), read_idx(labels_path, 1)
    if len(images) != len(labels):
        raise InputError(
            f"{images_path} has {len(images)} images, {labels_path.name} {len(labels)} labels"
        )
    if not len(labels) or labels.max() >= len(what.classes):
        raise InputError(
            f"{labels_path} should hold labels from 0 to {len(what.classes) - 1}, "
            f"it has {labels.max() if len(labels) else 'none'}"
        )
    hashes = {file.name: file.known_hash for file in (what.images, what.labels)}
    return from_arrays(what.name, images, labels, what.classes, files=hashes)


def cache_folder(name: str) -> Path:
    """Where the files of a data set are kept: $WGAN_CACHE_DIR or the user's cache, then its name."""
    import pooch

    return Path(os.environ.get(CACHE_VARIABLE) or pooch.os_cache("wgan-lab")) / name


def fetch(what: Download, file: Remote) -> Path:
    """Return the path of a file of the data set, downloaded if it is not in the cache.

    A file gets its name when it is whole and has the right hash; until then it has another name, and
    what a broken download leaves is removed. Raises InputError if no mirror works.
    """
    import pooch

    folder = cache_folder(what.name)
    pooch.get_logger().setLevel("WARNING")
    # pooch writes its bar to files and pipes too
    downloader = pooch.HTTPDownloader(progressbar=sys.stderr.isatty(), timeout=TIMEOUT)
    failures = []
    for mirror in what.mirrors:
        try:
            path = pooch.retrieve(
                url=mirror + file.name,
                known_hash=file.known_hash,
                fname=file.name,
                path=folder,
                downloader=downloader,
            )
        except Exception as error:
            failures.append(f"{mirror}: {_reason(error)}")
        else:
            return Path(path)
    raise InputError(
        f"prepare.dataset: {file.name} of {what.name} can't be downloaded ({'; '.join(failures)}); "
        f"dataset mnist-5k needs no network, or put {what.images.name} and {what.labels.name} "
        f"into {folder}"
    )


def _reason(error: Exception) -> str:
    """Why a mirror failed, in a few words. Raises the error if it is no matter of the mirror."""
    from requests import exceptions

    if isinstance(error, exceptions.HTTPError) and error.response is not None:
        return f"{error.response.status_code} {error.response.reason}"
    if isinstance(error, exceptions.Timeout):
        return f"no answer within {TIMEOUT} s"
    if isinstance(error, exceptions.ConnectionError):
        return "no connection"
    if isinstance(error, exceptions.RequestException):
        return "broken transfer"
    if isinstance(error, ValueError):
        return "a file with another hash"
    raise error
