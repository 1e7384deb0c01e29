"""The sample stage from a generator to images."""

import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from stages.sample import main
from stages.support.by_hand import NOTE

pytestmark = pytest.mark.usefixtures("eager", "project")


def test_samples_are_what_keras_alone_gives(run_stage):
    assert run_stage("train").exit_code == 0
    result = run_stage("sample", count=12, seed=5)
    assert result.exit_code == 0, result.output
    images, labels = (np.load(f"samples/{name}.npy") for name in ("images", "labels"))
    assert images.dtype == np.uint8
    assert images.shape == (12, 8, 8, 1)
    assert labels.dtype == np.int64
    assert (labels == -1).all()

    generator = keras.saving.load_model("models/generator.keras")
    z = np.random.default_rng(5).standard_normal((12, 3)).astype(np.float32)
    again = np.rint(keras.ops.convert_to_numpy(generator(z)) * 127.5 + 127.5)
    np.testing.assert_array_equal(images, again)

    with Image.open("samples/grid.png") as picture:
        grid = np.asarray(picture)
    # 2 rows of 10 tiles, each 7 times enlarged, with gaps of 2 pixels
    assert grid.shape == ((2 * 8 + 3 * 2) * 7, (10 * 8 + 11 * 2) * 7)
    assert Path("samples/interpolation.png").is_file()
    assert [path.name for path in Path("samples/same_latents").iterdir()] == ["none.txt"]


def test_more_samples_begin_with_the_same(run_stage):
    assert run_stage("train").exit_code == 0
    few, many = (
        run_stage("sample", count=count, seed=1).exit_code or np.load("samples/images.npy")
        for count in (3, 300)
    )
    np.testing.assert_array_equal(few, many[:3])


def test_a_conditional_generator_gives_every_class_its_row(run_stage):
    assert run_stage("train", conditional=True).exit_code == 0
    assert run_stage("sample", count=12).exit_code == 0
    assert np.load("samples/labels.npy").tolist() == [0, 1, 2] * 4
    with Image.open("samples/grid.png") as grid, Image.open("samples/same_latents/0.png") as rows:
        # classes x images of each; latents x classes
        assert grid.size == ((4 * 8 + 5 * 2) * 7, (3 * 8 + 4 * 2) * 7)
        assert rows.size == ((3 * 8 + 4 * 2) * 7, (10 * 8 + 11 * 2) * 7)


def test_the_classes_asked_for(run_stage):
    assert run_stage("train", conditional=True).exit_code == 0
    assert run_stage("sample", count=4, classes=["class 2", "class 0"]).exit_code == 0
    assert np.load("samples/labels.npy").tolist() == [0, 2, 0, 2]
    with Image.open("samples/same_latents/0.png") as rows:
        assert rows.size[0] == (2 * 8 + 3 * 2) * 7
    refused = run_stage("sample", classes=["cat"]).output
    assert "sample.classes: 'cat' is no class of the data; it has class 0, class 1" in refused


def test_a_class_that_came_after_the_training_is_refused(run_stage):
    assert run_stage("train", conditional=True).exit_code == 0
    account = json.loads(Path("data/prepared/dataset.json").read_text())
    account["classes"] += ["late"]
    account["class_counts"]["train"] += [5]
    Path("data/prepared/dataset.json").write_text(json.dumps(account))
    refused = run_stage("sample", classes=["late"]).output
    assert "models/generator.keras was made from another data/prepared" in refused
    # one that came with git or DVC, of which no more is known
    Path(".by_hand/train.made").unlink()
    refused = run_stage("sample", classes=["late"]).output
    assert "sample.classes: this generator was trained on 3 classes" in refused


def test_a_generator_without_classes_refuses_them(run_stage):
    assert run_stage("train").exit_code == 0
    assert (
        "sample.classes: this generator takes no classes"
        in run_stage("sample", classes=["class 0"]).output
    )


def test_by_hand_elsewhere_and_as_files(run_stage):
    assert run_stage("train").exit_code == 0
    assert run_stage("sample", count=3).exit_code == 0
    before = Path("samples/grid.png").read_bytes()
    result = CliRunner().invoke(main, ["--count", "12", "--out", "trial", "--png"])
    assert result.exit_code == 0, result.output
    assert Path("samples/grid.png").read_bytes() == before
    assert NOTE not in result.output
    files = sorted(Path("trial/samples/png").iterdir())
    assert [path.name for path in files] == [f"{index:06}.png" for index in range(12)]
    with Image.open(files[7]) as image:
        np.testing.assert_array_equal(image, np.load("trial/samples/images.npy")[7, :, :, 0])
    assert "--png writes below" in CliRunner().invoke(main, ["--png"]).output
    result = CliRunner().invoke(main, ["--count", "12"])
    assert result.output.splitlines()[0] == NOTE
    assert Path("samples/grid.png").read_bytes() != before


@pytest.mark.parametrize("content", [b"", b"no zip", "empty zip"])
def test_a_file_that_is_no_generator(run_stage, content):
    path = Path("models/generator.keras")
    path.parent.mkdir()
    if content == "empty zip":
        zipfile.ZipFile(path, "w").close()
    else:
        path.write_bytes(content)
    result = run_stage("sample")
    assert result.exit_code != 0
    last = result.output.splitlines()[-1]
    assert last.startswith("Error: models/generator.keras is no generator that Keras")
    assert not Path("samples").exists() or not list(Path("samples").iterdir())


def test_no_generator_yet(run_stage):
    result = run_stage("sample")
    assert result.exit_code != 0
    assert "run `dvc repro train` first" in result.output


def test_classes_that_were_never_trained_on_are_not_generated(run_stage):
    path = Path("data/prepared/dataset.json")
    account = json.loads(path.read_text())
    account["classes"][2] = "Zoe\u0308"
    account["class_counts"]["train"][1] = 0
    path.write_text(json.dumps(account))
    assert run_stage("train", conditional=True).exit_code == 0
    assert run_stage("sample", count=4).exit_code == 0
    assert np.load("samples/labels.npy").tolist() == [0, 2, 0, 2]
    refused = run_stage("sample", classes=["class 1"]).output
    assert "sample.classes: there is no training image of class 1" in refused
    # accents may be one character or two
    assert run_stage("sample", count=2, classes=["Zo\u00eb"]).exit_code == 0
    assert np.load("samples/labels.npy").tolist() == [2, 2]
