"""From a source to files: what is written, the account of it, and that both come back the same."""

import errno
import hashlib
import json
import os
import random
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from image_files import encode, flat

from wgan.data.classes import Selection
from wgan.data.decoding import pool
from wgan.data.decoding.look import Look
from wgan.data.files.image_files import image_files
from wgan.data.prepare import LISTED, prepare
from wgan.data.source import Delivery, Indices, Source, Unreadable, from_arrays
from wgan.data.sources.mnist_5k import Dataset as Mnist5k
from wgan.data.split import Shares
from wgan.errors import InputError

SPLITS = ("train", "validation", "test")
TINY = Look(6, 1)
SHARES = Shares(0.2, 0.2)


def run(source: Source, out: Path, look: Look = TINY, classes: tuple[str, ...] = ()) -> dict:
    out.mkdir(exist_ok=True)
    return prepare(source, out, Selection(classes), look, SHARES)


def different(count: int) -> np.ndarray:
    """Images (count, 6, 6), each of one grey."""
    return np.arange(count, dtype=np.uint8).repeat(36).reshape(count, 6, 6)


def tree(root: Path, count: int = 50) -> Path:
    """Images whose one grey is their number, in two classes, and two files that are none."""
    for i in range(count):
        path = root / "ba"[i % 2] / f"{i:03}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(flat(i))
    (root / "a/bad.png").write_bytes(b"no image")
    (root / "notes.txt").write_bytes(b"words")
    return root


def test_files_and_account(tmp_path: Path) -> None:
    account = run(image_files(tree(tmp_path / "raw")), tmp_path / "out")
    assert json.loads(json.dumps(account)) == account
    numbers = []
    for name in SPLITS:
        images = np.load(tmp_path / f"out/{name}_images.npy")
        labels = np.load(tmp_path / f"out/{name}_labels.npy")
        assert images.dtype == np.float32
        assert labels.dtype == np.int64
        assert images.shape == (account["counts"][name], 6, 6, 1)
        greys = np.rint(images[:, 0, 0, 0] * 127.5 + 127.5).astype(int)
        expected = np.broadcast_to((greys[:, None, None, None] - 127.5) / 127.5, images.shape)
        np.testing.assert_allclose(images, expected, atol=1e-6)
        # class "a" holds the odd numbers: each image kept its label
        np.testing.assert_array_equal(labels, 1 - greys % 2)
        assert np.bincount(labels).tolist() == account["class_counts"][name]
        numbers += greys.tolist()
    assert sorted(numbers) == list(range(50))
    assert account["counts"] == {"train": 30, "validation": 10, "test": 10}
    assert account["classes"] == ["a", "b"]
    assert account["name"] == "raw"
    assert account["skipped_count"] == 2
    assert account["skipped"] == [
        {"file": "a/bad.png", "reason": "not an image that can be read"},
        {"file": "notes.txt", "reason": "not an image by its ending"},
    ]
    assert account["skipped_reasons"] == {
        "not an image by its ending": 1,
        "not an image that can be read": 1,
    }
    assert sorted(account["files"]) == sorted(path.name for path in (tmp_path / "out").iterdir())
    for name, sha256 in account["files"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == sha256


def test_source_hash_is_that_of_sha256sum(tmp_path: Path) -> None:
    root = tree(tmp_path / "raw")
    account = run(image_files(root), tmp_path / "out")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n"
        for path in sorted(root.rglob("[0-9]*.png"))
    ]
    assert account["source"]["sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_archives_give_the_bytes_of_their_folder(tmp_path: Path) -> None:
    root = tree(tmp_path / "raw")
    accounts = [run(image_files(root), tmp_path / "out")]
    with zipfile.ZipFile(tmp_path / "raw.zip", "w") as archive:
        for path in root.rglob("*.*"):
            archive.write(path, path.relative_to(tmp_path))
    accounts.append(run(image_files(tmp_path / "raw.zip"), tmp_path / "out"))
    assert accounts[0]["files"] == accounts[1]["files"]


def test_whatever_the_order_and_the_timing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 5)
    source = image_files(tree(tmp_path / "raw"))
    expected = run(source, tmp_path / "out")
    rng = random.Random(0)

    def shuffled(wanted: Indices) -> Iterator[Delivery]:
        deliveries = list(source.deliver(wanted))
        rng.shuffle(deliveries)
        for delivery in deliveries:

            def late(read=delivery.read) -> bytes:
                time.sleep(rng.random() / 200)
                return read()

            yield delivery._replace(read=late)

    assert run(replace(source, deliver=shuffled), tmp_path / "out") == expected


def test_classes_are_picked_and_renumbered(tmp_path: Path) -> None:
    account = run(Mnist5k().open(), tmp_path / "out", Look(28, 1), ("9", "7"))
    assert account["classes"] == ["7", "9"]
    assert account["counts"] == {"train": 600, "validation": 200, "test": 200}
    assert account["class_counts"]["train"] == [300, 300]
    assert set(np.load(tmp_path / "out/train_labels.npy")) == {0, 1}


def test_images_without_class_beside_others(tmp_path: Path) -> None:
    source = from_arrays("x", different(20), np.array([-1, 1] * 10), ("a", "b"))
    account = run(source, tmp_path / "out")
    assert sorted(set(np.load(tmp_path / "out/train_labels.npy"))) == [-1, 0]
    # no image is an a
    assert (account["classes"], account["empty_classes"]) == (["b"], ["a"])
    assert account["class_counts"]["test"] == [2]


def test_many_skipped_files_are_counted_and_some_named(tmp_path: Path) -> None:
    root = tree(tmp_path / "raw", 12)
    for i in range(300):
        (root / f"{i}.txt").touch()
    account = run(image_files(root), tmp_path / "out")
    assert account["skipped_count"] == 302
    assert len(account["skipped"]) == LISTED
    assert account["skipped_reasons"]["not an image by its ending"] == 301


def test_the_commonest_reasons_come_first(tmp_path: Path) -> None:
    reasons = [f"reason {i:02}" for i in range(30)]
    skipped = tuple((f"{i}.png", reason) for i, reason in enumerate([*reasons, *reasons[7:9]]))
    source = from_arrays("x", different(20), np.zeros(20), ("a",))
    told = run(replace(source, skipped=skipped[::-1]), tmp_path / "out")["skipped_reasons"]
    rest = [(reason, 1) for reason in reasons if reason not in reasons[7:9]]
    assert list(told.items()) == [(reasons[7], 2), (reasons[8], 2), *rest][:20]


def test_an_unknown_class(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'0, 1' is no class of mnist-5k; .* again for each"):
        run(Mnist5k().open(), tmp_path, classes=("0, 1",))
    with pytest.raises(InputError, match=r"'x' is no class of mnist-5k; it has 0, 1"):
        run(Mnist5k().open(), tmp_path, classes=("7", "x"))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/1.png").write_bytes(flat(1))
    with pytest.raises(InputError, match="none: its images have no classes"):
        run(image_files(tmp_path / "raw"), tmp_path, classes=("7",))


def test_nothing_readable(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.png").write_bytes(encode(np.zeros((2, 2), np.uint8)))
    with pytest.raises(InputError, match=r"none of its 3 images is readable \(0.png: 2x2 pixels"):
        run(image_files(tmp_path), tmp_path / "out")


def test_too_few_for_the_split(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="7 images are too few"):
        run(image_files(tree(tmp_path / "raw", 7)), tmp_path / "out")


def test_a_file_that_vanishes_is_skipped(tmp_path: Path) -> None:
    source = image_files(tree(tmp_path / "raw"))
    (tmp_path / "raw/b/000.png").unlink()
    account = run(source, tmp_path / "out")
    assert {"file": "b/000.png", "reason": "No such file or directory"} in account["skipped"]


@pytest.mark.parametrize("where", ["pool", "npy"])
def test_a_full_disk_is_an_error_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "pool":

        def full(*_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "pwrite", full)
        match = "out/pool"
    else:
        out = tmp_path / "out"
        out.mkdir()
        (out / "test_images.npy").symlink_to("/dev/full")
        match = "test_images.npy"
    with pytest.raises(OSError, match=match) as caught:
        run(image_files(tree(tmp_path / "raw")), tmp_path / "out")
    assert caught.value.errno == errno.ENOSPC


def test_an_unforeseen_error_in_a_thread_is_not_lost(tmp_path: Path) -> None:
    def deliver(wanted: Indices) -> Iterator[Delivery]:
        for at in wanted.tolist():
            yield Delivery(at, 0, lambda: 1 / 0)

    source = replace(Mnist5k().open(), deliver=deliver)
    with pytest.raises(ZeroDivisionError):
        run(source, tmp_path / "out")


def test_files_waiting_in_memory_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read ahead from an archive waits for the threads."""
    monkeypatch.setattr(pool, "_WAITING", 1600)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    held, most, images = [0], [0], 300

    def deliver(wanted: Indices) -> Iterator[Delivery]:
        for at in wanted.tolist():
            held[0] += 100
            most[0] = max(most[0], held[0])

            def read(at: int = at) -> bytes:
                time.sleep(0.0005)
                held[0] -= 100
                return flat(at % 256)

            yield Delivery(at, 100, read)

    source = from_arrays("x", np.zeros((images, 6, 6), np.uint8), np.zeros(images), ("a",))
    run(replace(source, deliver=deliver), tmp_path / "out")
    assert 0 < most[0] <= 2400


def test_unreadable_at_the_ends(tmp_path: Path) -> None:
    """Whatever the pool's file is short of, or holds in between."""
    images = np.arange(20, dtype=np.uint8).repeat(36).reshape(20, 6, 6)
    source = from_arrays("x", images, np.zeros(20), ("a",))

    def deliver(wanted: Indices) -> Iterator[Delivery]:
        def fail() -> bytes:
            raise Unreadable("broken")

        for delivery in source.deliver(wanted):
            yield delivery._replace(read=fail) if delivery.at in (0, 7, 19) else delivery

    account = run(replace(source, deliver=deliver), tmp_path / "out")
    assert [entry["file"] for entry in account["skipped"]] == ["x[0]", "x[19]", "x[7]"]
    values = [
        np.rint(np.load(tmp_path / f"out/{name}_images.npy")[:, 0, 0, 0] * 127.5 + 127.5).tolist()
        for name in SPLITS
    ]
    assert sorted(chain.from_iterable(values)) == sorted(set(range(20)) - {0, 7, 19})


def test_chunks_do_not_change_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = image_files(tree(tmp_path / "raw"))
    expected = run(source, tmp_path / "out")
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    monkeypatch.setattr("wgan.data.prepare.CHUNK", 100)
    assert run(source, tmp_path / "out") == expected
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == files


def test_the_first_hundred_without_a_class_are_named_and_no_group_is_none(tmp_path: Path) -> None:
    count = 250
    images = np.random.default_rng(0).integers(0, 256, (count, 6, 6), np.uint8)
    source = from_arrays("x", images, np.where(np.arange(count) < 120, 0, -1), ("a",))
    groups = ("p", "", "q", "p", *[""] * (count - 4))
    account = prepare(replace(source, groups=groups), tmp_path, Selection(), Look(6, 1), Shares())
    assert account["unlabelled_count"] == 130
    assert len(account["unlabelled"]) == LISTED == 100
    assert (account["groups"], account["largest_group"]) == (2, 2)
