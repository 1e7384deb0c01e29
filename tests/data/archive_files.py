"""Archives made on the spot, and what comes out of them."""

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
from image_files import flat

from wgan.data.files.listing import Listing

FILES = {f"{top}/sub/{i}.png": flat(10 * i) for i in range(5) for top in "ba"}
FILES |= {"note.txt": b"words", "empty.png": b""}
HIDDEN = {".hidden.png": b"x", "a/.DS_Store": b"x", "__MACOSX/a/._1.png": b"x", ".git/a.png": b"x"}
TAR_KINDS = ["w", "w:gz", "w:bz2", "w:xz"]


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def make_tar(path: Path, files: dict[str, bytes], mode: str = "w:gz", **options: int) -> Path:
    with tarfile.open(path, mode, **options) as archive:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def contents(found: Listing, wanted: list[int] | None = None) -> dict[str, bytes]:
    chosen = np.arange(len(found.names)) if wanted is None else np.array(wanted)
    return {found.names[d.at]: bytes(d.read()) for d in found.deliver(chosen)}
