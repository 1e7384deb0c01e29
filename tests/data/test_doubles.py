"""Equal images, and groups, stay on one side of the split."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from image_files import encode

from wgan.data.classes import Selection
from wgan.data.decoding.look import Look
from wgan.data.decoding.pool import Pool
from wgan.data.doubles import Doubles, together
from wgan.data.files.image_files import image_files
from wgan.data.prepare import prepare
from wgan.data.source import from_arrays
from wgan.data.split import SPLITS, Shares, split
from wgan.data.tables.columns import Columns
from wgan.errors import InputError

RNG = np.random.default_rng(0)


def run(images: np.ndarray, labels: np.ndarray, out: Path, doubles: str = "keep") -> dict:
    out.mkdir(exist_ok=True)
    source = from_arrays("x", images, labels, ("a", "b"))
    return prepare(source, out, Selection(), Look(6, 1), Shares(0.2, 0.2), Doubles(doubles))


def parts(out: Path) -> dict[str, set[bytes]]:
    return {
        name: {image.tobytes() for image in np.load(out / f"{name}_images.npy")} for name in SPLITS
    }


def test_equal_images_stay_together_and_are_counted(tmp_path: Path) -> None:
    once = RNG.integers(0, 256, (60, 6, 6), np.uint8)
    images = np.concatenate([once, once[:20]])
    labels = np.concatenate([np.zeros(60), np.zeros(15), np.ones(5)])
    account = run(images, labels, tmp_path)
    found = parts(tmp_path)
    assert sum(map(len, found.values())) == 60, "no image is in two splits"
    assert sum(account["counts"].values()) == 80
    assert account["doubles"] == {"images": 20, "dropped": False, "with_another_label": 5}
    for name in ("validation", "test"):
        assert abs(account["counts"][name] - 16) <= 2
    account = run(images, labels, tmp_path, "drop")
    assert sum(account["counts"].values()) == 60
    assert account["doubles"]["images"] == 20
    assert account["skipped_reasons"] == {"equal to an earlier image": 20}
    assert account["skipped"][0] == {"file": "x[60]", "reason": "equal to an earlier image"}


def test_images_are_equal_that_differ_outside_the_crop_alone(tmp_path: Path) -> None:
    """The crop of a wide image is a view of it, of rows that do not touch."""
    wide = RNG.integers(0, 256, (40, 6, 10, 3), np.uint8)
    other = wide[:10].copy()
    other[:, :, 0] ^= 255
    images = np.concatenate([wide, other])
    source = from_arrays("x", images, np.zeros(50), ("a",))
    account = prepare(source, tmp_path, Selection(), Look(6, 3), Shares(0.2, 0.2))
    assert account["doubles"]["images"] == 10
    assert sum(map(len, parts(tmp_path).values())) == 40


def test_without_doubles_nothing_moves() -> None:
    labels = RNG.integers(0, 3, 500)
    apart = split(labels, Shares(0.1, 0.2, 3), np.arange(500))
    for name, part in split(labels, Shares(0.1, 0.2, 3)).items():
        assert part.tolist() == apart[name].tolist()


def test_a_fifth_of_blank_pages_is_for_training(tmp_path: Path) -> None:
    images = RNG.integers(0, 256, (200, 6, 6), np.uint8)
    images[:80] = 255
    run(images, np.zeros(200), tmp_path)
    blank = np.ones((6, 6, 1), np.float32).tobytes()
    found = parts(tmp_path)
    assert [blank in found[name] for name in SPLITS] == [True, False, False]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=20, max_size=80), st.integers(0, 5))
def test_groups_are_whole_and_shares_are_kept(sizes: list[int], seed: int) -> None:
    groups = np.repeat(np.arange(len(sizes)), sizes)
    order = np.random.default_rng(seed).permutation(len(groups))
    groups = groups[order]
    labels = groups % 3
    found = split(labels, Shares(0.2, 0.2, seed), groups)
    assert sorted(np.concatenate(list(found.values()))) == list(range(len(groups)))
    owners = [set(groups[found[name]]) for name in SPLITS]
    assert not owners[0] & owners[1]
    assert not owners[0] & owners[2]
    assert not owners[1] & owners[2]
    for name in ("validation", "test"):
        assert abs(len(found[name]) - 0.2 * len(groups)) <= max(sizes) + 1


def test_a_few_large_groups_are_dealt_out() -> None:
    groups = np.repeat(np.arange(8), 10)
    found = split(np.zeros(80, np.int64), Shares(0.125, 0.125), groups)
    assert {name: len(part) for name, part in found.items()} == {
        "train": 60, "validation": 10, "test": 10,
    }  # fmt: skip
    with pytest.raises(InputError, match=r"80 images \(2 to deal out, as equal ones"):
        split(np.zeros(80, np.int64), Shares(), groups // 4)


def test_equal_images_join_groups() -> None:
    first = np.array([0, 1, 2, 0, 4, 5])  # image 3 is equal to image 0
    found = together(first, ["p", "q", "q", "r", "", ""])
    assert found[0] == found[3]
    assert found[1] == found[2]
    assert len(set(found.tolist())) == 4


def test_a_column_of_groups(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    root.mkdir()
    lines = ["file,kind,person"]
    for i in range(60):
        (root / f"{i}.png").write_bytes(encode(RNG.integers(0, 256, (6, 6), np.uint8)))
        lines.append(f"{i}.png,{'ab'[i % 2]},person {i // 5}")
    (root / "t.csv").write_text("\n".join(lines))
    source = image_files(root, "t.csv", Columns("kind", group="person"))
    out = tmp_path / "out"
    out.mkdir()
    account = prepare(source, out, Selection(), Look(6, 1), Shares(0.2, 0.2))
    assert account["groups"] == 12
    assert all(count % 5 == 0 for count in account["counts"].values()), "whole persons"


def test_copies_of_one_image_can_not_be_split(tmp_path: Path) -> None:
    images = np.broadcast_to(RNG.integers(0, 256, (6, 6), np.uint8), (40, 6, 6))
    with pytest.raises(InputError, match=r"40 images \(1 to deal out, as equal ones.* are too few"):
        run(images, np.zeros(40), tmp_path)


def test_what_was_left_out_is_not_read_with_the_rest(tmp_path: Path, monkeypatch) -> None:
    """However many images lie between two that are kept: a run of files that are none, say."""
    kept = np.array([0, 1, 5, 5000, 5001, 9999])
    (tmp_path / "pool").write_bytes(np.arange(10000, dtype=np.uint32).tobytes())
    pool = Pool(tmp_path / "pool", (2, 2, 1), kept, kept, [], [], None)
    most, whole = [], np.fromfile
    monkeypatch.setattr(np, "fromfile", lambda *words: most.append(words[2]) or whole(*words))
    found = list(pool.chunks(16))
    assert [start for start, _ in found] == [0, 3, 5]
    values = np.concatenate([images.reshape(-1, 4) for _, images in found])
    assert values.copy().view(np.uint32).ravel().tolist() == kept.tolist()
    assert max(most) <= 2 * 16
