"""The train stage from prepared data to its outputs, and what stops it."""

import hashlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from stages.support.prepared import Account

pytestmark = pytest.mark.usefixtures("eager", "project")

OUTPUTS = {
    "models/critic.keras",
    "models/generator.keras",
    "reports/train/history.csv",
    "reports/train/last.png",
    "reports/train/metrics.json",
    "reports/train/progress/0.png",
}


def written():
    roots = [root for root in map(Path, ("models", "reports")) if root.is_dir()]
    return {
        path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for root in roots
        for path in root.rglob("*")
        if path.is_file()
    }


def assert_refused(result, *parts):
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit), result.exception
    last = result.output.splitlines()[-1]
    assert last.startswith("Error: ")
    for part in parts:
        assert part in last
    assert not OUTPUTS & set(written())


def test_outputs_and_their_bytes(run_stage):
    assert run_stage("train").exit_code == 0
    first = written()
    assert set(first) == OUTPUTS  # and reports/live is empty again
    history = pd.read_csv("reports/train/history.csv")
    assert history["step"].tolist() == [1, 2]
    assert set(history) == {
        "step", "critic_loss", "generator_loss", "gradient_penalty", "real_score", "fake_score",
        "validation_score", "wasserstein", "validation_wasserstein", "estimates_distance",
        "gradient_norm", "distance",
    }  # fmt: skip
    estimate = history["real_score"] - history["fake_score"]
    assert history["wasserstein"].tolist() == pytest.approx(estimate.tolist(), abs=1e-6)
    assert run_stage("train").exit_code == 0
    assert written() == first
    assert run_stage("train", memory_share=0).exit_code == 0  # from the memory map
    assert written() == first
    assert run_stage("train", seed=1).exit_code == 0
    assert written().keys() == first.keys()
    assert written()["models/generator.keras"] != first["models/generator.keras"]


def test_a_loss_that_is_not_finite_keeps_the_history_to_look_at(run_stage):
    result = run_stage("train", steps=9, learning_rate=1e30)
    assert re.fullmatch(
        "train: 9 steps on 20 images by .+; newest pictures: reports/live/",
        result.output.splitlines()[0],
    )
    assert_refused(result, "no longer finite at step", "train.learning_rate")
    failed = pd.read_csv("reports/train/history.failed.csv")
    assert np.isfinite(failed.to_numpy(float)).all()
    pictures = {"reports/live/grid.png", "reports/live/curve.png"}
    assert set(written()) == {"reports/train/history.failed.csv"} | pictures
    assert run_stage("train").exit_code == 0
    assert "reports/train/history.failed.csv" not in written()


@pytest.mark.parametrize("conditional", [True, False])
def test_it_says_whether_networks_are_told_the_class(run_stage, conditional):
    result = run_stage("train", conditional=conditional)
    assert result.exit_code == 0, result.output
    assert ("networks are told the class, one of 3" in result.output) is conditional


def damage_truncate(path):
    path.write_bytes(path.read_bytes()[:-5])


def damage_alter(path):
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def damage_reshape(path):
    np.save(path, np.zeros((20, 4, 4, 1), np.float32))


def damage_retype(path):
    np.save(path, np.zeros((20, 8, 8, 1)))


def damage_pickle(path):
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], object), allow_pickle=True)
    path.write_bytes(buffer.getvalue())


def damage_empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (Path.unlink, "is missing"),
        (damage_truncate, "can't be read"),
        (damage_alter, "not as `prepare` left it"),
        (damage_reshape, "holds float32 (20, 4, 4, 1), dataset.json says"),
        (damage_retype, "holds float64"),
        (damage_pickle, "can't be read"),
        (damage_empty, "can't be read"),
    ],
)
def test_damaged_images_are_named(run_stage, damage, part):
    damage(Path("data/prepared/train_images.npy"))
    assert_refused(run_stage("train"), "data/prepared/train_images.npy", part, "dvc repro")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"shape": 3}', "\x00"])
def test_a_damaged_account_is_named(run_stage, text):
    Path("data/prepared/dataset.json").write_text(text)
    assert_refused(run_stage("train"), "data/prepared/dataset.json is damaged")


def test_an_account_that_lacks_something_is_damaged(run_stage):
    path = Path("data/prepared/dataset.json")
    whole = json.loads(path.read_text(encoding="utf-8"))
    for name in Account.__annotations__:
        path.write_text(json.dumps({key: whole[key] for key in whole if key != name}))
        assert_refused(run_stage("train"), "data/prepared/dataset.json is damaged")


def test_nothing_prepared(run_stage):
    Path("data/prepared/dataset.json").unlink()
    assert_refused(run_stage("train"), "run `dvc repro prepare` first")


@pytest.mark.usefixtures("prepared_without_classes")
def test_conditional_without_classes(run_stage):
    assert_refused(run_stage("train", conditional=True), "train.conditional", "0 classes")


def test_a_time_between_checkpoints_that_is_none(run_stage, monkeypatch):
    for given in ("often", "nan", "-1"):
        monkeypatch.setenv("WGAN_CHECKPOINT_SECONDS", given)
        assert_refused(run_stage("train"), f"WGAN_CHECKPOINT_SECONDS is '{given}'")


def test_no_critic_updates(run_stage):
    assert_refused(run_stage("train", n_critic=0), "train.n_critic: 0 is not in the range")


@pytest.mark.parametrize("place", ["wgan.gan.run.Run.__init__", "wgan.gan.loop.train"])
def test_memory_that_is_full_is_told_in_one_line(run_stage, monkeypatch, place):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr(place, full)
    assert_refused(run_stage("train"), "train.batch_size", "the device's memory is full")


def test_an_output_folder_that_is_a_file(run_stage):
    Path("models").write_text("in the way")
    result = run_stage("train")
    assert result.exit_code != 0
    assert result.output.splitlines()[-1].startswith("Error: models")
    Path("models").unlink()


def test_images_without_a_class_are_named(run_stage):
    path = Path("data/prepared/dataset.json")
    account = json.loads(path.read_text(encoding="utf-8"))
    account |= {"unlabelled_count": 4, "unlabelled": ["cover.jpg", "b.jpg", "c.jpg", "d.jpg"]}
    path.write_text(json.dumps(account), encoding="utf-8")
    result = run_stage("train", conditional=True)
    assert result.exit_code != 0
    assert (
        "train.conditional: conditional networks need a class for every image; 4 have none: cover.jpg, "
        "b.jpg, c.jpg, ..."
    ) in result.output


def test_a_worker_that_goes_while_networks_are_built_is_told_in_one_line(run_stage, monkeypatch):
    def gone(*_args, **_options):
        raise tf.errors.UnavailableError(None, None, "Connection reset by peer")

    monkeypatch.setattr("wgan.gan.run.Run.__init__", gone)
    result = run_stage("train", devices="workers")
    assert_refused(result, "another worker is gone; start all")
    assert "Connection reset by peer" in result.output


def test_other_faults_of_a_worker_are_not_called_that(run_stage, monkeypatch):
    def wrong(*_args, **_options):
        raise tf.errors.InvalidArgumentError(None, None, "shapes differ")

    monkeypatch.setattr("wgan.gan.run.Run.__init__", wrong)
    result = run_stage("train", devices="workers")
    assert isinstance(result.exception, tf.errors.InvalidArgumentError)


def test_options_that_exclude_each_other_are_refused_before_the_images_are_read(
    run_stage, monkeypatch
):
    monkeypatch.setattr("stages.train.load_split", None)
    assert_refused(
        run_stage("train", learning_rate_decay=0.1, schedule="linear"), "exclude each other"
    )


def test_workers_that_start_unlike_each_other_are_refused(run_stage, monkeypatch):
    monkeypatch.setattr("wgan.gan.devices.Devices.agree", lambda *_: False)
    assert_refused(
        run_stage("train"), "train.devices: the workers start from different checkpoints"
    )
    assert not Path("models/generator.keras").exists()
