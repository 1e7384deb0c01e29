"""Archives hold what a folder holds."""

import errno
import os
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from archive_files import FILES, HIDDEN, TAR_KINDS, contents, make_tar, make_zip
from image_files import flat

from wgan.data.files.directory import LINKED, list_directory
from wgan.data.files.image_files import image_files
from wgan.data.files.listing import Listing
from wgan.data.files.tarred import is_tar, list_tar
from wgan.data.files.zipped import list_zip
from wgan.errors import InputError


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


def test_names_in_utf_8_that_do_not_say_so(tmp_path: Path) -> None:
    """As Linux's zip and macOS write them; what can't be UTF-8 stays code page 437."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("Caf\u00e9/1.png", "caf\u00e9 noir/2.png"):
            file.writestr(name, flat(9))
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        at = data.find(mark)
        while at >= 0:
            assert data[at + flags] & 8
            data[at + flags] &= 0xF7
            at = data.find(mark, at + 1)
    path.write_bytes(data)
    assert image_files(path).classes == ("Caf\u00e9", "caf\u00e9 noir")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("x/1.png", flat(9))
    data = path.read_bytes().replace(b"x/1", b"\x82/1")
    path.write_bytes(data)
    assert image_files(path).classes == ()
    assert image_files(path).names == ("\u00e9/1.png",)


@pytest.mark.parametrize(
    "number",
    [
        errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOTCONN, errno.ESTALE, errno.ETIMEDOUT,
    ],
)  # fmt: skip
def test_a_failing_drive_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """What can't be read then is not bad: whole classes would be gone."""
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.png").write_bytes(flat(9))
    source = image_files(tmp_path)

    def failing(*_args: object) -> bytes:
        raise OSError(number, "failing")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pread", failing)
        with pytest.raises(OSError, match="failing"):
            [each.read() for each in source.deliver(np.arange(2))]
    whole = os.scandir

    def listing(path: str) -> object:
        if str(path).endswith("b"):
            raise OSError(number, "failing", str(path))
        return whole(path)

    monkeypatch.setattr(os, "scandir", listing)
    with pytest.raises(InputError, match="b can't be read: failing"):
        image_files(tmp_path)


def test_a_drive_that_gives_less_than_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.png").write_bytes(flat(9))
    whole = os.pread
    monkeypatch.setattr(os, "pread", lambda file, size, at: whole(file, min(size, 7), at))
    (each,) = image_files(tmp_path).deliver(np.arange(1))
    assert each.read() == flat(9)


def test_a_zip_on_such_a_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.pread
    monkeypatch.setattr(os, "pread", lambda file, size, at: whole(file, min(size, 7), at))
    check_same(list_zip(make_zip(tmp_path / "a.zip", FILES)))


def test_a_link_gives_its_own_name(tmp_path: Path) -> None:
    """DVC's cache, which links may lead to, calls files by hashes."""
    (tmp_path / "0123").mkdir()
    (tmp_path / "0123/1.png").write_bytes(flat(9))
    (tmp_path / "photos").symlink_to(tmp_path / "0123")
    assert image_files(tmp_path / "photos").name == "photos"
