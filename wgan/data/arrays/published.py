"""A data set that its publisher gives as one file of images and one of labels, in IDX."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgan.data.download import Remote, cache_folder, fetch
from wgan.errors import InputError

if TYPE_CHECKING:
    from wgan.data.source import Source


@dataclass(frozen=True)
class Published:
    """Two IDX files that lie side by side on several servers."""

    name: str
    mirrors: tuple[str, ...]
    """Addresses that end in a slash, in the order of trying."""
    images: Remote
    labels: Remote
    classes: tuple[str, ...]

    def open(self) -> "Source":
        """Read both from the cache, and fetch what is not there yet.

        Raises InputError if no mirror works or the files are not what they should be.
        """
        from wgan.data.arrays.idx import read_idx
        from wgan.data.source import from_arrays

        files = (self.images, self.labels)
        try:
            images_path, labels_path = (fetch(self.name, self.mirrors, file) for file in files)
        except InputError as error:
            raise InputError(
                f"{error}; dataset mnist-5k needs no network, or put {self.images.name} and "
                f"{self.labels.name} into {cache_folder(self.name)}",
                option="dataset",
            ) from None
        images, labels = read_idx(images_path, 3), read_idx(labels_path, 1)
        if len(images) != len(labels):
            raise InputError(
                f"{images_path} has {len(images)} images, {labels_path.name} {len(labels)} labels"
            )
        if not len(labels) or labels.max() >= len(self.classes):
            raise InputError(
                f"{labels_path} should hold labels from 0 to {len(self.classes) - 1}, "
                f"it has {labels.max() if len(labels) else 'none'}"
            )
        hashes = {file.name: file.known_hash for file in files}
        return from_arrays(self.name, images, labels, self.classes, files=hashes)
