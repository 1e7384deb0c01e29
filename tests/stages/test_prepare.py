"""The prepare stage as a person meets it: params.yaml in, files or one line out."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from ruamel.yaml import YAML

from stages.prepare import main
from wgan.data.arrays.published import Published
from wgan.data.download import Remote
from wgan.data.sources import mnist

ROOT = Path(__file__).parents[2]
OUT = Path("data/prepared")


def run(**params: Any) -> Result:
    with Path("params.yaml").open("w") as file:
        YAML().dump({"prepare": params}, file)
    return CliRunner().invoke(main, catch_exceptions=False)


def refuse(message: str, **params: Any) -> None:
    """One line, that tells; nothing written under the final name, nor left beside it."""
    result = run(**params)
    assert result.exit_code != 0
    lines = [line for line in result.output.splitlines() if line.startswith("Error")]
    assert len(lines) == 1
    assert message in lines[0]
    assert "Traceback" not in result.output
    assert list(Path().glob("data/.*")) == []
    assert not OUT.exists()


def images(root: Path, count: int, size: tuple[int, int] = (20, 10)) -> None:
    rng = np.random.default_rng(0)
    for i in range(count):
        path = root / "xy"[i % 2] / f"{i}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (*size, 3), np.uint8)).save(path)


def account() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((OUT / "dataset.json").read_text())
    return loaded


def test_bundled_sevens(in_tmp: Path) -> None:
    result = run(classes=[7])
    assert result.stdout == "mnist-5k: 350 train, 50 validation, 100 test\n1 class: 7 (500)\n"
    assert account()["classes"] == ["7"]
    assert np.load(OUT / "train_images.npy").shape == (350, 28, 28, 1)


def test_folder_and_archive(in_tmp: Path) -> None:
    images(Path("data/raw"), 30)
    Path("data/raw/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0junk")
    result = run(
        dataset="folder", path="data/raw", image_size=8, channels=3, fit="pad", background="black"
    )
    assert (
        "raw: 21 train, 3 validation, 6 test; 1 files skipped, see data/prepared" in result.output
    )
    first = account()
    assert (np.load(OUT / "train_images.npy")[:, :, 0] == -1).all(), "the bars are black"
    with zipfile.ZipFile("a.zip", "w") as archive:
        for path in Path("data/raw").rglob("*.*"):
            archive.write(path, path.relative_to("data/raw"))
    run(dataset="folder", path="a.zip", image_size=8, channels=3, fit="pad", background="#000")
    assert account()["files"] == first["files"]


def test_a_linked_folder_is_told_of(in_tmp: Path) -> None:
    images(Path("data/raw"), 30)
    images(Path("elsewhere"), 30)
    Path("data/raw/more").symlink_to(Path("elsewhere").resolve())
    result = run(dataset="folder", path="data/raw", image_size=8)
    assert "raw: 21 train, 3 validation, 6 test; 1 files skipped" in result.output
    assert "1 linked folders are not read" in result.output
    assert account()["classes"] == ["x", "y"]


def test_what_was_understood_is_printed(in_tmp: Path) -> None:
    images(Path("data/raw"), 30)
    for number in range(2):
        stray = np.random.default_rng(number + 50).integers(0, 256, (9, 9), np.uint8)
        Image.fromarray(stray).save(f"data/raw/cover{number}.png")
    for number in range(3):
        Path(f"data/raw/x/copy{number}.png").write_bytes(Path("data/raw/y/1.png").read_bytes())
    result = run(dataset="folder", path="data/raw", image_size=8)
    assert result.stdout.splitlines()[1:] == [
        "2 classes: x (18), y (15)",
        "2 images have no class, cover0.png, cover1.png: training with classes needs every image to "
        "have one; remove them, or name the classes to use in prepare.classes",
        # copy0 comes first by name, then its two copies, then the original in the other class
        "3 images are equal to an earlier one, 1 of them with another class: kept on its side of the "
        "split",
    ]
    assert account()["unlabelled"] == ["cover0.png", "cover1.png"]
    result = run(
        dataset="folder", path="data/raw", image_size=8, doubles="drop", classes=["x", "y"]
    )
    assert "dropped" in result.stdout
    assert "no class" not in result.stdout
    assert sum(account()["counts"].values()) == 30


def test_folders_of_splits_and_many_classes(in_tmp: Path) -> None:
    for number in range(60):
        part = ("train", "test")[number % 2]
        path = Path(f"data/raw/{part}/class {number // 2:02}/{number}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 256, (8, 8), np.uint8)
        Image.fromarray(pixels).save(path)
    result = run(dataset="folder", path="data/raw", image_size=8)
    assert "30 classes: class 00 (2), " in result.stdout
    assert "class 19 (2) and 10 more\n" in result.stdout
    assert "the folders test, train are taken together" in result.stdout


def test_dark_images_are_told_of_and_the_advice_works(in_tmp: Path) -> None:
    Path("data/raw").mkdir(parents=True)
    for number in range(20):
        pixels = np.random.default_rng(number).integers(0, 4096, (8, 8)).astype(np.uint16)
        Image.fromarray(pixels).save(f"data/raw/{number}.png")
    result = run(dataset="folder", path="data/raw", image_size=8)
    line = next(line for line in result.stdout.splitlines() if "of the range of values" in line)
    assert line.startswith("the images use 6.3% of the range of values: prepare.black: 0 and")
    white = float(line.split("prepare.white: ")[1].split()[0])
    # the advice is for the whole range, whatever was asked for
    again = run(dataset="folder", path="data/raw", image_size=8, black=0.0, white=0.8).stdout
    advised = float(again.split("prepare.white: ")[1].split()[0])
    assert advised == pytest.approx(white, abs=0.005)
    result = run(dataset="folder", path="data/raw", image_size=8, white=white)
    assert "of the range" not in result.stdout
    assert np.load(OUT / "train_images.npy").max() > 0.8


def test_pages_that_are_not_read_are_told_of(in_tmp: Path) -> None:
    Path("data/raw").mkdir(parents=True)
    for number in range(20):
        pages = np.random.default_rng(number).integers(0, 256, (2, 8, 8), np.uint8)
        first, second = map(Image.fromarray, pages)
        first.save(f"data/raw/{number}.tif", save_all=True, append_images=[second])
    result = run(dataset="folder", path="data/raw", image_size=8)
    assert "20 files hold several pages, of which the first is taken\n" in result.stdout


def test_arrays_are_a_source(in_tmp: Path) -> None:
    rng = np.random.default_rng(0)
    np.savez(
        "set.npz", x_train=rng.integers(0, 256, (40, 8, 8), np.uint8), y_train=np.arange(40) % 2
    )
    result = run(dataset="folder", path="set.npz", image_size=8)
    assert result.stdout.startswith(
        "set.npz: 28 train, 4 validation, 8 test\n2 classes: 0 (20), 1 (20)\n"
        "read as images: set.npz:x_train (40 of 8x8, black to white 0 to 255)\n"
    )


def test_of_many_files_of_arrays_twenty_are_named(in_tmp: Path) -> None:
    Path("parts").mkdir()
    rng = np.random.default_rng(0)
    for number in range(23):
        np.savez(f"parts/{number:02}.npz", x=rng.integers(0, 256, (4, 8, 8), np.uint8))
    result = run(dataset="folder", path="parts", image_size=8)
    (line,) = (each for each in result.stdout.splitlines() if each.startswith("read as images"))
    assert line.endswith("19.npz:x (4 of 8x8, black to white 0 to 255) and 3 more")
    assert line.count(".npz") == 20


def test_a_side_that_the_network_refuses_is_told_at_once(in_tmp: Path) -> None:
    path = Path("params.yaml")
    for network, side, refused in (
        (
            "compact",
            30,
            "prepare.image_size: for network compact the side of the images must be a multiple of 4",
        ),
        ("dcgan", 28, "must be a power of two from 8; these are 28 x 28 pixels"),
        ("dcgan", 32, ""),
        ("nonsense", 30, ""),  # train's to say
    ):
        path.write_text(f"prepare: {{image_size: {side}}}\ntrain: {{network: {network}}}\n")
        result = CliRunner().invoke(main)
        assert (result.exit_code == 0) == (not refused), result.output
        assert refused in result.output


def test_attribute_table(in_tmp: Path) -> None:
    images(Path("data/raw"), 30)
    rows = "".join(f"{i}.png {1 if i % 3 == 0 else -1}\n" for i in range(30))
    Path("data/raw/list.txt").write_text("30\nYoung\n" + rows)
    run(dataset="folder", path="data/raw", labels="list.txt", label_column="Young", image_size=8)
    assert account()["classes"] == ["not Young", "Young"]
    assert sum(counts[1] for counts in account()["class_counts"].values()) == 10
    assert account()["skipped_count"] == 0


def test_download_from_the_cache(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WGAN_CACHE_DIR", "cache")
    folder = Path("cache/mnist")
    folder.mkdir(parents=True)
    remotes = []
    for name, head, count in (
        ("i.gz", b"\3\0\0\0\x28\0\0\0\x1c\0\0\0\x1c", 784),
        ("l.gz", b"\1\0\0\0\x28", 1),
    ):
        pixels = (
            np.arange(40, dtype=np.uint8).repeat(count) if count > 1 else np.zeros(40, np.uint8)
        )
        data = gzip.compress(b"\0\0\x08" + head + pixels.tobytes())
        (folder / name).write_bytes(data)
        remotes.append(Remote(name, "sha256:" + hashlib.sha256(data).hexdigest()))
    tiny = Published("mnist", ("http://127.0.0.1:9/",), *remotes, classes=tuple("0123456789"))
    monkeypatch.setattr(mnist, "PUBLISHED", tiny)
    run(dataset="mnist")
    assert account()["counts"] == {"train": 28, "validation": 4, "test": 8}
    assert account()["source"]["files"] == {remote.name: remote.known_hash for remote in remotes}


def test_bad_input(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WGAN_CACHE_DIR", str(in_tmp / "cache"))
    offline = Published(
        "mnist",
        ("http://127.0.0.1:9/",),
        mnist.PUBLISHED.images,
        mnist.PUBLISHED.labels,
        ("0",),
    )
    monkeypatch.setattr(mnist, "PUBLISHED", offline)
    Path("empty").mkdir()
    images(Path("few"), 4)
    images(Path("small"), 9, (3, 3))
    Path("bad.zip").write_bytes(b"PK\3\4junk")
    refuse("prepare.classes: 'x' is no class", classes=["x"])
    refuse("empty: it holds no files", dataset="folder", path="empty")
    refuse("nowhere does not exist", dataset="folder", path="nowhere")
    refuse("4 images are too few", dataset="folder", path="few")
    refuse("3x3 pixels, smaller than 4x4", dataset="folder", path="small")
    refuse("bad.zip is damaged", dataset="folder", path="bad.zip")
    refuse("no connection", dataset="mnist")
    refuse("prepare.labels: x.csv is for dataset folder; mnist-5k does not read it", labels="x.csv")
    refuse("prepare.label_column: x is for dataset folder", label_column="x")
    refuse("prepare.background: 'blurple' is no colour", background="blurple")
    refuse("prepare.background: '#11223344' is no colour", background="#11223344")
    refuse("prepare.fit", fit="squeeze")
    refuse("prepare.validation: 0.5 and 0.5 for test leave nothing", validation=0.5, test=0.5)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission(in_tmp: Path) -> None:
    Path("data").mkdir(mode=0o500)
    refuse("Permission denied", dataset="mnist-5k")


def test_a_full_disk(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    refuse("pool: No space left on device")


def test_an_earlier_result_survives_a_failure(in_tmp: Path) -> None:
    run(classes=[7])
    before = account()
    assert run(classes=["x"]).exit_code != 0
    assert account() == before


def test_two_processes_write_the_same_bytes_and_import_no_tensorflow(in_tmp: Path) -> None:
    images(Path("data/raw"), 30)
    run(dataset="folder", path="data/raw", image_size=8)
    first = {path.name: path.read_bytes() for path in OUT.iterdir()}
    code = (
        "import sys, stages.prepare as p\n"
        "try: p.main()\n"
        "except SystemExit: pass\n"
        "assert not {'tensorflow', 'keras', 'sklearn', 'pandas'} & set(sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert {path.name: path.read_bytes() for path in OUT.iterdir()} == first
