"""Archives hold what a folder holds."""

import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from archive_files import FILES, HIDDEN, TAR_KINDS, contents, make_tar, make_zip

from wgan.data.files.directory import LINKED, list_directory
from wgan.data.files.listing import Listing
from wgan.data.files.tarred import is_tar, list_tar
from wgan.data.files.zipped import list_zip


def check_same(found: Listing) -> None:
    assert list(found.names) == sorted(FILES)
    assert found.skipped == ()
    assert contents(found) == FILES
    assert contents(found, [1, 3]) == {
        name: FILES[name] for name in (sorted(FILES)[i] for i in (1, 3))
    }


def test_folder(tmp_path: Path) -> None:
    for name, data in (FILES | HIDDEN).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    check_same(list_directory(tmp_path))


def test_zip(tmp_path: Path) -> None:
    check_same(list_zip(make_zip(tmp_path / "a.zip", FILES | HIDDEN)))


def test_threads_read_a_zip_at_once(tmp_path: Path) -> None:
    # with extra fields, as the command zip writes: Python 3.12 and 3.13 mix up what threads read through one ZipFile
    noise = np.random.default_rng(0).bytes(4000)
    files = {f"{i:04}.bin": noise[i:] for i in range(3000)}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.extra = b"UT\5\0\3" + bytes(4)
            archive.writestr(info, data)
    found = list_zip(tmp_path / "a.zip")
    with ThreadPoolExecutor(4) as threads:
        read = threads.map(lambda delivery: delivery.read(), found.deliver(np.arange(len(files))))
        assert dict(zip(found.names, read, strict=True)) == files


@pytest.mark.parametrize("mode", TAR_KINDS)
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar(tmp_path: Path, mode: str, form: int) -> None:
    path = make_tar(tmp_path / "a", FILES | HIDDEN, mode, format=form)
    assert is_tar(path)
    check_same(list_tar(path))


def test_names_are_cleaned(tmp_path: Path) -> None:
    names = {"./a//b.png": b"1", "c\\d.png": b"2", "e\nf.png": b"3", "ü.png": b"4"}
    expected = {"a/b.png": b"1", "c/d.png": b"2", "e\\nf.png": b"3", "ü.png": b"4"}
    assert contents(list_tar(make_tar(tmp_path / "a.tar", names))) == expected
    assert contents(list_zip(make_zip(tmp_path / "a.zip", names))) == expected


def test_what_dvc_does_not_see_is_not_read(tmp_path: Path) -> None:
    """Its hash of a folder holds linked files, and passes over linked folders."""
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    (root / "below").mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "1.png").write_bytes(b"1")
    (root / "below/linked").symlink_to(elsewhere)
    (root / "2.png").symlink_to(elsewhere / "1.png")
    (root / "dangling.png").symlink_to("nowhere")
    found = list_directory(root)
    assert found.names == ("2.png", "dangling.png")
    assert found.skipped == (("below/linked", LINKED),)
    with pytest.raises(Exception, match="No such file"):
        contents(found)
    (tmp_path / "itself").symlink_to(root)
    assert list_directory(tmp_path / "itself").names == found.names
