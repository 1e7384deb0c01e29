"""A verdict on images of whatever make, without DVC and TensorFlow."""

import json
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from stages.judge import main
from stages.support.sets import load, open_set, usual_size

ROOT = Path(__file__).parents[2]
RNG = np.random.default_rng(0)
REAL = RNG.integers(0, 256, (900, 8, 8), np.uint8)
"""Images that have nothing in common: every copy stands out."""


def save(folder: Path, images: np.ndarray, ending: str = "png") -> Path:
    folder.mkdir()
    for number, image in enumerate(images):
        Image.fromarray(image).save(folder / f"{number:04}.{ending}")
    return folder


@pytest.fixture
def sets(in_tmp: Path) -> dict[str, Path]:
    """300 training, 220 unseen, 300 honest images, and 280 of these with 20 copies."""
    return {
        "train": save(in_tmp / "train", REAL[:300]),
        "unseen": save(in_tmp / "unseen", REAL[300:520]),
        "honest": save(in_tmp / "honest", REAL[520:820]),
        "copies": save(in_tmp / "copies", np.concatenate([REAL[520:800], REAL[:20]])),
    }


def judge(sets: dict[str, Path], generated: str = "honest", *more: str, **options: str) -> Result:
    places = {"train": "train", "generated": generated, "unseen": "unseen", **options}
    words = [
        word
        for name, value in places.items()
        if value
        for word in (f"--{name}", str(sets.get(value, value)))
    ]
    return CliRunner().invoke(main, [*words, "--out", "out", *more])


def numbers() -> dict:
    return json.loads(Path("out/numbers.json").read_text(encoding="utf-8"))


def test_planted_copies_are_found_and_named(sets: dict[str, Path]) -> None:
    result = judge(sets, "copies", size=8)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("copying: ")
    found = numbers()
    assert found["verdict"] == "copying"
    assert set(found["flagged"]) >= {f"{number:04}.png" for number in range(280, 300)}
    assert found["copied_from"]["0280.png"] == "0000.png"
    assert set(found["copied_from"]) == set(found["flagged"])
    assert found["nearest"][280] == {"generated": "0280.png", "train": "0000.png", "distance": 0.0}
    assert found["shape"] == [8, 8, 1]
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert "Yes: it copies training images." in page
    changed = page.partition("What differs")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row">(.*?)</th>', changed) == ["judge.size"]
    assert "Sentinel" not in page
    assert "300 training images · 300 generated images · " in page
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "distances.png", "numbers.json", "pairs.png", "report.html",
    ]  # fmt: skip


def test_unseen_images_are_cleared_in_a_process_without_dvc_and_tensorflow(
    sets: dict[str, Path],
) -> None:
    code = (
        "import sys, stages.judge as judge\n"
        "try: judge.main(['--train', 'train', '--generated', 'honest', '--unseen', 'unseen', '--out', 'out'])\n"
        "except SystemExit as end: assert not end.code\n"
        "loaded = {'dvc', 'tensorflow', 'keras', 'torch'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT)})
    assert numbers()["verdict"] == "no evidence of copying"
    assert numbers()["flagged"] == []


def test_without_unseen_images_it_says_what_cannot_be_told(sets: dict[str, Path]) -> None:
    result = judge(sets, "copies", unseen="")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        "inconclusive: there are no real images that the generator never"
    )
    assert "20 of 300 generated images are within 2 grey levels" in result.stdout
    assert numbers()["verdict"] == "inconclusive"
    assert numbers()["flagged"] == []
    assert numbers()["within_duplicate"] == [f"{number:04}.png" for number in range(280, 300)]
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert "Can&#39;t be told." in page
    assert "<h2>Numbers" not in page


def test_training_images_are_held_out_only_on_a_persons_word(sets: dict[str, Path]) -> None:
    result = judge(sets, "honest", "--hold-out", "0.7", unseen="")
    assert result.exit_code != 0
    assert "(210, from 0090.png on)" in result.stderr
    assert not Path("out").exists()
    result = judge(sets, "honest", "--hold-out", "0.7", "--never-seen", unseen="")
    assert result.exit_code == 0, result.output
    assert numbers()["images"] == {"train": 90, "generated": 300, "unseen": 210}
    assert numbers()["notes"] == []


def test_of_an_array_the_last_rows_are_held_out(sets: dict[str, Path]) -> None:
    """By number: as text, train.npy[99] comes after train.npy[299]."""
    np.save("train.npy", REAL[:300])
    result = judge(sets | {"train": Path("train.npy")}, "honest", "--hold-out", "0.1", unseen="")
    assert "(30, from train.npy[270] on)" in result.stderr


def test_generated_images_that_are_the_unseen_ones_are_told(sets: dict[str, Path]) -> None:
    result = judge(sets, "unseen")
    assert result.exit_code == 0, result.output
    assert "220 generated images are equal to unseen ones: are these unseen?" in result.stdout


def test_a_bad_header_among_the_first_is_a_file_not_used(sets: dict[str, Path]) -> None:
    huge = struct.pack(">II5B", 50_000, 50_000, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + b"IHDR" + huge + struct.pack(">I", zlib.crc32(b"IHDR" + huge))
    (sets["train"] / "0000.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + bytes(20))
    result = judge(sets)
    assert result.exit_code == 0, result.output
    assert "1 files of the training images were not used" in result.stdout


def test_a_file_that_is_not_used_is_told_once(sets: dict[str, Path]) -> None:
    (Path("train") / "broken.png").write_bytes(b"no image")
    result = judge(sets, "honest", "--hold-out", "0.7", "--never-seen", unseen="")
    assert result.exit_code == 0, result.output
    assert numbers()["notes"] == ["1 files of the training images were not used"]


def test_sizes_are_made_equal_and_doubles_left_out(sets: dict[str, Path], in_tmp: Path) -> None:
    large = [image.repeat(3, 0).repeat(3, 1) for image in np.concatenate([REAL[300:520], REAL[:5]])]
    sets["large"] = save(in_tmp / "large", np.stack(large))
    result = judge(sets, unseen="large")
    assert result.exit_code == 0, result.output
    assert "5 unseen images are equal to training images, and left out" in result.stdout
    assert numbers()["images"]["unseen"] == 220


def test_arrays_and_colours(sets: dict[str, Path], in_tmp: Path) -> None:
    colour = RNG.integers(0, 256, (120, 8, 8, 3), np.uint8)
    np.save(in_tmp / "samples.npy", colour)
    result = judge(sets, "samples.npy")
    assert result.exit_code == 0, result.output
    assert numbers()["shape"] == [8, 8, 3]
    assert numbers()["nearest"][3]["generated"] == "samples.npy[3]"


def test_bad_input_is_one_line(sets: dict[str, Path], in_tmp: Path) -> None:
    (in_tmp / "empty").mkdir()
    for message, options in (
        ("train: nowhere does not exist", {"train": "nowhere"}),
        ("it holds no files", {"generated": "empty"}),
        (
            "train, which --train reads",
            {"generated": "train/0001.png"},
        ),
        ("--unseen: all of its images are training images", {"unseen": "train"}),
    ):
        result = judge(sets, **options)
        assert result.exit_code != 0
        assert message in result.stderr.splitlines()[-1]
        assert not Path("out").exists()
    result = judge(sets, "honest", "--unseen", "")
    assert "'--unseen': is empty" in result.stderr
    result = judge(sets, "honest", "--out", "honest/verdict")
    assert "--out: honest/verdict lies in" in result.stderr.splitlines()[-1]
    result = judge(sets, "honest", "--hold-out", "0.5", "--never-seen")
    assert "--hold-out: is for where there are no --unseen images" in result.stderr.splitlines()[-1]


def test_the_commonest_size_counts(in_tmp: Path) -> None:
    Path("a").mkdir()
    for at, side in enumerate((9, 8, 8, 8)):
        Image.fromarray(RNG.integers(0, 256, (side, side), np.uint8)).save(f"a/{at}.png")
    assert usual_size(open_set(Path("a"), "train")) == (8, 8)


def test_a_file_that_is_no_image_moves_no_name(in_tmp: Path) -> None:
    folder = save(Path("a"), REAL[:3])
    (folder / "0000x.png").write_bytes(b"no image")
    found = load(open_set(folder, "train"), 8, "crop", in_tmp, "pool")
    assert found.names == ["0000.png", "0001.png", "0002.png"]
    assert found.skipped == 1
    np.testing.assert_array_equal(found.images[..., 0], REAL[:3])


def test_nothing_is_left_of_an_earlier_verdict(sets: dict[str, Path]) -> None:
    assert judge(sets).exit_code == 0
    assert Path("out/distances.png").exists()
    assert judge(sets, unseen="").exit_code == 0
    assert not Path("out/distances.png").exists()
