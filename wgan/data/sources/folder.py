"""Your own images: a folder, an archive or arrays; top folders, or a table, give the classes."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wgan.errors import InputError
from wgan.options import Place, Text, option

if TYPE_CHECKING:
    from wgan.data.source import Source


@dataclass(frozen=True)
class Dataset:
    """Image files below `path`, in the order of their names."""

    path: Path = option(
        Path("data/none"),
        Place(),
        "The folder, archive, file of arrays, or https address of one, for dataset folder.",
        "Source",
    )
    sha256: str = option("", Text("HEX"), "Of the file at an address, to be checked.", "Source")
    labels: str = option(
        "",
        Text("FILE"),
        "Table of attributes in the folder or archive; without it, top folders are the classes.",
        "Source",
    )
    label_column: str = option(
        "", Text("NAME"), "The table's column that gives the class.", "Source"
    )
    file_column: str = option(
        "",
        Text("NAME"),
        "The table's column of file names, if it can't be told from them.",
        "Source",
    )
    group_column: str = option(
        "",
        Text("NAME"),
        "The table's column of groups, such as persons, that must not straddle the splits.",
        "Source",
    )

    def open(self) -> "Source":
        """List the images and their classes. Raises InputError where nothing can be used."""
        from dataclasses import replace

        from wgan.data.address import address, fetch_address
        from wgan.data.opening import open_path
        from wgan.data.tables.columns import Columns

        columns = Columns(self.label_column, self.file_column, self.group_column)
        if self.path == Path():
            raise InputError("is empty; give a folder, an archive or a file", option="path")
        url = address(self.path)
        if not url:
            if re.match("[a-z0-9]+:/", self.path.as_posix()):
                raise InputError("of addresses only http and https are read", option="path")
            if self.sha256:
                raise InputError("given for a path that is no address", option="sha256")
            return open_path(self.path, self.labels, columns)
        fetched = fetch_address(url, self.sha256)
        source = open_path(fetched.path, self.labels, columns)
        told = {"url": fetched.url, "sha256": fetched.sha256}
        return replace(source, origin={"address": told, **source.origin})
