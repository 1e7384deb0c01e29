"""Hostile and damaged archives are refused, or cost a line in the account."""

import gzip
import io
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from archive_files import FILES, TAR_KINDS, contents, make_tar, make_zip

from wgan.data.files import listing, tarred, zipped
from wgan.data.files.tarred import list_tar
from wgan.data.files.zipped import list_zip
from wgan.data.source import Unreadable
from wgan.errors import InputError


def add(path: Path, *infos: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "a") as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(bytes(info.size)) if info.isreg() else None)
    return path


HOSTILE = {
    "/etc/a.png": b"x",
    "../a.png": b"x",
    "a/../../b.png": b"x",
    "C:\\a.png": b"x",
    "x" * 2000: b"x",
}


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_paths_that_point_outside(tmp_path: Path, kind: str) -> None:
    files = HOSTILE | {"good.png": b"y"}
    path = tmp_path / kind
    found = list_zip(make_zip(path, files)) if kind == "zip" else list_tar(make_tar(path, files))
    assert found.names == ("good.png",)
    assert len(found.skipped) == len(HOSTILE)
    assert {reason for _, reason in found.skipped} == {
        "its path is empty, too long, or points outside the archive"
    }
    assert max(len(name) for name, _ in found.skipped) <= 1001


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_of_a_repeated_name_the_last_counts(tmp_path: Path, kind: str) -> None:
    if kind == "zip":
        path = make_zip(tmp_path / "a", {"a.png": b"1"})
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("a.png", b"2")
        found = list_zip(path)
    else:
        path = make_tar(tmp_path / "a", {"a.png": b"1", "./a.png": b"2"})
        found = list_tar(path)
    assert contents(found) == {"a.png": b"2"}
    assert found.skipped == (("a.png", "comes again later in the archive"),)


def test_links_and_devices_in_a_tar(tmp_path: Path) -> None:
    infos = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        info = tarfile.TarInfo(f"{kind.decode()}.png")
        info.type, info.linkname = kind, "/etc/passwd"
        infos.append(info)
    found = list_tar(add(make_tar(tmp_path / "a.tar", {"good.png": b"y"}, "w"), *infos))
    assert found.names == ("good.png",)
    assert [reason for _, reason in sorted(found.skipped)] == [
        "a link",
        "a link",
        "not a regular file",
        "not a regular file",
    ]


def test_links_in_a_zip(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"good.png": b"y"})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    found = list_zip(path)
    assert found.names == ("good.png",)
    assert found.skipped == (("link.png", "a link"),)


def test_encrypted_and_odd_methods(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("locked.png", b"secret")
        archive.writestr("lzma.png", b"z", zipfile.ZIP_LZMA)
        archive.writestr("good.png", b"y")
    data = bytearray(path.read_bytes())
    # the flag in the member's own header and in the archive's list
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    found = list_zip(path)
    assert found.names == ("good.png",)
    assert found.skipped == (
        ("locked.png", "encrypted"),
        ("lzma.png", "compressed by LZMA: unpack the archive and give the folder"),
    )


def test_a_member_without_a_name(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"x": b"1", "good.png": b"y"})
    data = path.read_bytes()
    at = data.index(b"x", data.index(b"PK\1\2"))
    # the name's first byte in the archive's list: zipfile takes a zero for its end
    path.write_bytes(data[:at] + b"\0" + data[at + 1 :])
    found = list_zip(path)
    assert found.names == ("good.png",)
    assert len(found.skipped) == 1


def test_a_zip_member_larger_than_it_says(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"bomb.png": bytes(10_000_000), "good.png": b"y"})
    data = bytearray(path.read_bytes())
    at = data.index(b"bomb.png", data.index(b"PK\1\2")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(data)
    found = list_zip(path)
    tracemalloc.start()
    with pytest.raises(Unreadable, match="damaged in the archive"):
        contents(found, [0])
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert contents(found, [1]) == {"good.png": b"y"}


def test_a_zip_member_packed_larger_than_it_is(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.png": b"words " * 9, "b.png": os.urandom(9_000_000)})
    data = bytearray(path.read_bytes())
    at = data.index(b"a.png", data.index(b"PK\1\2")) - 46
    data[at + 20 : at + 24] = struct.pack("<I", 8_000_000)
    path.write_bytes(data)
    found = list_zip(path)
    tracemalloc.start()
    assert contents(found, [0]) == {"a.png": b"words " * 9}
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "FREE_BYTES", 1 << 20)
    monkeypatch.setattr(listing, "MOST_MEMBERS", 50)
    monkeypatch.setattr(listing, "LARGEST_FILE", 1 << 22)
    monkeypatch.setattr(zipped, "LARGEST_DIRECTORY", 4000)


BOMB = {"a.png": bytes(1 << 21), "b.png": bytes(1 << 21)}
CROWD = {f"{i}.png": b"" for i in range(60)}
LONG_NAMES = {f"{i}{'.' * 90}.png": b"" for i in range(45)}


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize(
    ("files", "message"),
    [
        (BOMB, "archive bomb"),
        (CROWD, "more than 50 members"),
        (LONG_NAMES, "too many members"),  # a zip's directory is read as a whole
    ],
)
def test_zip_bombs(tmp_path: Path, files: dict[str, bytes], message: str) -> None:
    make_zip(tmp_path / "a", files)
    with pytest.raises(InputError, match=message):
        list_zip(tmp_path / "a")


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("kind", [kind for kind in TAR_KINDS if kind != "w"])
@pytest.mark.parametrize(
    ("files", "message"), [(BOMB, "archive bomb"), (CROWD, "more than 50 members")]
)
def test_tar_bombs(tmp_path: Path, kind: str, files: dict[str, bytes], message: str) -> None:
    with pytest.raises(InputError, match=message):
        list_tar(make_tar(tmp_path / "a", files, kind))


@pytest.mark.usefixtures("small_limits")
def test_a_large_file_is_skipped(tmp_path: Path) -> None:
    files = {"large.png": np.random.default_rng(0).bytes((1 << 22) + 1), "good.png": b"y"}
    for found in (
        list_tar(make_tar(tmp_path / "a.tar", files)),
        list_zip(make_zip(tmp_path / "a.zip", files)),
    ):
        assert found.names == ("good.png",)
        assert found.skipped == (("large.png", "4,194,305 bytes, more than 4,194,304"),)


def header(**fields: object) -> bytes:
    info = tarfile.TarInfo("a.png")
    for key, value in fields.items():
        setattr(info, key, value)
    return info.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (header(size=1 << 62), "unexpected end"),
        (header(size=-512), "negative size"),
        (header(size=600) + bytes(512), "unexpected end"),
        (header() + b"junk" * 128 + bytes(1024), "invalid header"),
        (header() + header()[:100], "truncated"),
        (
            header(type=tarfile.GNUTYPE_LONGNAME, size=1 << 40) + b"x" * (1 << 21),
            "a header of more",
        ),
        (header(type=tarfile.XHDTYPE, size=1 << 40) + b"x" * (1 << 21), "a header of more"),
        (header(type=tarfile.XHDTYPE, size=0) * 900 + bytes(1024), "damaged"),
    ],
)
def test_damaged_tars(tmp_path: Path, data: bytes, message: str) -> None:
    """Among them sizes that tarfile itself would skip over, or read, without an end."""
    path = tmp_path / "a.tar"
    path.write_bytes(data)
    with pytest.raises(InputError, match=f"damaged or cut short: .*{message}|{message}"):
        list_tar(path)


@pytest.mark.parametrize("kind", ["zip", "w:gz", "w:bz2", "w:xz"])
def test_cut_short(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    files = {f"{i}.png": np.random.default_rng(i).bytes(5000) for i in range(20)}
    whole = (make_zip(path, files) if kind == "zip" else make_tar(path, files, kind)).read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 700):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match=f"{path} is damaged or cut short"):
            (list_zip if kind == "zip" else list_tar)(path)


def test_a_check_sum_at_the_very_end_counts(tmp_path: Path) -> None:
    plain = make_tar(tmp_path / "a.tar", FILES, "w").read_bytes()
    # more zeros after the last member than are read at a time
    data = bytearray(gzip.compress(plain + bytes(300_000)))
    data[-6] ^= 1
    path = tmp_path / "a.tar.gz"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        list_tar(path)


def test_tarfile_forgets_members(tmp_path: Path) -> None:
    """Else the list of a large archive would be held twice, with all that tarfile knows of it."""
    path = make_tar(tmp_path / "a.tar", {f"{i}.png": b"" for i in range(30)})
    sizes = [len(read.args[0].members) for _, read in tarred._members(path)]
    assert max(sizes) <= 2


def test_the_limits_themselves_are_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_MEMBERS", 2)
    monkeypatch.setattr(listing, "FREE_BYTES", 100)
    (tmp_path / "empty").touch()
    members = listing.Members(tmp_path / "empty")
    members.expand(60)
    members.expand(40)
    members.count()
    members.count()
    with pytest.raises(InputError, match="archive bomb"):
        members.expand(1)
    with pytest.raises(InputError, match="more than 2 members"):
        members.count()


def test_a_sparse_file_is_skipped(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a.png")
    info.type = tarfile.GNUTYPE_SPARSE
    found = list_tar(add(make_tar(tmp_path / "a.tar", {"good.png": b"y"}, "w"), info))
    assert found.skipped == (("a.png", "a sparse file"),)
