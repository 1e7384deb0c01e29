"""The face detector on a photograph that comes with scikit-image, no face data needed."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from skimage.data import astronaut, lbp_frontal_face_cascade_filename

from benchmarks.recipes.faces import faces, main
from wgan.images import to_float


@pytest.fixture(scope="module")
def portrait():
    """A face, (1, 64, 64, 3)."""
    return cv2.resize(astronaut()[0:220, 110:330], (64, 64), interpolation=cv2.INTER_AREA)[None]


def test_finds_a_face_and_none_upside_down_in_noise_or_in_cloth(portrait):
    noise = np.random.default_rng(0).integers(0, 256, (1, 64, 64, 3), np.uint8)
    cloth = cv2.resize(astronaut()[330:500, 150:320], (64, 64), interpolation=cv2.INTER_AREA)[None]
    images = np.concatenate([portrait, portrait[:, ::-1], noise, cloth, np.zeros_like(noise)])
    assert faces(images).tolist() == [True, False, False, False, False]


def test_finds_it_in_grey_and_mirrored(portrait):
    grey = portrait.mean(axis=-1, keepdims=True).astype(np.uint8)
    assert faces(grey).tolist() == [True]
    assert faces(portrait[:, :, ::-1]).tolist() == [True]


def test_another_cascade_takes_the_place_of_the_first(portrait, tmp_path):
    """That of scikit-image with every stage's threshold out of reach finds nothing."""
    known = Path(lbp_frontal_face_cascade_filename()).read_text()
    assert faces(portrait, Path(lbp_frontal_face_cascade_filename())).tolist() == [True]
    strict = tmp_path / "strict.xml"
    strict.write_text(re.sub(r"<stageThreshold>.*?<", "<stageThreshold>1e9<", known))
    assert faces(portrait, strict).tolist() == [False]


def test_the_table_has_real_images_beside_generated_ones(portrait, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "prepared").mkdir(parents=True)
    np.save("data/prepared/test_images.npy", to_float(portrait))
    np.save("made.npy", np.zeros_like(portrait).repeat(2, axis=0))
    result = CliRunner().invoke(main, ["made.npy"])
    assert result.exit_code == 0, result.output
    assert "| generated | 2 | 0.0% |" in result.output
    assert "| real | 1 | 100.0% |" in result.output
    assert "| upside down | 1 | 0.0% |" in result.output
