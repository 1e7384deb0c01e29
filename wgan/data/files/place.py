"""What `path` may be: a folder, or an archive known by its content."""

from pathlib import Path

from wgan.data.files.directory import list_directory
from wgan.data.files.listing import Listing
from wgan.data.files.tarred import is_tar, list_tar
from wgan.data.files.zipped import is_zip, list_zip
from wgan.errors import InputError


def list_place(path: Path) -> Listing:
    """List the files in a folder or an archive. Raises InputError if it is neither."""
    if path.is_dir():
        return list_directory(path)
    if not path.exists():
        raise InputError(f"{path} does not exist", option="path")
    if path.is_file():
        if is_tar(path):
            return list_tar(path)
        if is_zip(path):
            return list_zip(path)
    raise InputError(
        f"{path} is neither a folder nor an archive (zip, tar, tar.gz, tar.bz2, tar.xz)",
        option="path",
    )
