"""Weights from another run's files: taken whole, or refused in one line."""

import json
import zipfile

import keras
import numpy as np
import pytest

from wgan.errors import InputError
from wgan.gan.export import export
from wgan.gan.fast import plain
from wgan.gan.start import start_from


@pytest.fixture
def files(make_run, tmp_path):
    """The networks of another run, as they are exported; and that run."""
    run = make_run(seed=9)
    found = {"generator": tmp_path / "generator.keras", "critic": tmp_path / "critic.keras"}
    for name, path in found.items():
        export(plain(getattr(run, name)), path)
    return found, run


def assert_equal(one, other):
    for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def differ(one, other):
    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    return any(not np.array_equal(a, b) for a, b in pairs)


def test_a_run_starts_from_the_weights_and_so_does_the_average(files, make_run):
    paths, other = files
    run = make_run(start=paths)
    assert_equal(run.generator, other.generator)
    assert_equal(run.critic, other.critic)
    assert_equal(run.average.model, other.generator)


def test_one_network_alone_leaves_the_other_as_it_would_be(files, make_run):
    paths, other = files
    run = make_run(start={"generator": paths["generator"]})
    assert_equal(run.generator, other.generator)
    assert_equal(run.critic, make_run().critic)
    assert differ(run.critic, other.critic)


def test_layers_may_have_started_and_dropped_out_otherwise(files, make_run):
    paths, other = files
    assert_equal(make_run(start=paths, kernel_std=0.5, latents="uniform").critic, other.critic)


@pytest.mark.parametrize(
    ("network", "changes", "part"),
    [
        ("generator", {"latent_dim": 5}, "the batch_shape of layer 0 is [None, 3], in this run [None, 5]"),
        ("generator", {"network": "transposed"}, "12, where this run has 11"),
        ("critic", {"network": "upsampling"}, "the filters of layer 1 is 16, in this run 64"),
        ("critic", {"conditional": True}, "9, where this run has 13"),
    ],
)  # fmt: skip
def test_other_layers_are_refused(files, make_run, network, changes, part):
    path = files[0][network]
    with pytest.raises(InputError) as refused:
        make_run(start={network: path}, **changes)
    message = str(refused.value)
    assert message.startswith(f"{path} has other layers: ")
    assert part in message
    assert "\n" not in message
    assert refused.value.option == "start_from"


def rewritten(path, **members):
    """The file with other bytes in some members, or without them."""
    with zipfile.ZipFile(path) as file:
        whole = {name: file.read(name) for name in file.namelist()} | members
    with zipfile.ZipFile(path, "w") as file:
        for name, data in whole.items():
            if data is not None:
                file.writestr(name, data)


@pytest.mark.parametrize(
    "members",
    [
        {"config.json": b"{"},
        {"config.json": b'{"config": [1]}'},
        {"config.json": b'{"config": {"layers": [[]]}}'},
        {"config.json": None},
        {"model.weights.h5": b"no weights"},
        {"model.weights.h5": None},
    ],
)
def test_damaged_files_are_refused(files, make_run, members):
    path = files[0]["generator"]
    rewritten(path, **members)
    with pytest.raises(InputError) as refused:
        make_run(start={"generator": path})
    assert str(refused.value).startswith(f"{path} can't be used: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", None])
def test_no_keras_file_at_all(make_run, tmp_path, content):
    path = tmp_path / "generator.keras"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="can't be used"):
        make_run(start={"generator": path})


def test_what_a_file_says_of_code_is_never_run(files, make_run, monkeypatch):
    """The layers named in the file aren't made: a model of the run's own takes the numbers."""
    path, run = files[0]["critic"], make_run()
    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    config |= {"module": "os", "class_name": "system", "build_config": {"input_shape": "exit 1"}}
    for layer in config["config"]["layers"]:
        layer["module"] = "antigravity"
    rewritten(path, **{"config.json": json.dumps(config).encode()})

    def made(*given, **named):
        raise AssertionError("an object is made from the file")

    model = plain(run.critic)
    monkeypatch.setattr(keras.saving, "deserialize_keras_object", made)
    monkeypatch.setattr(keras.src.saving.saving_lib, "deserialize_keras_object", made)
    start_from(model, path)
    assert_equal(model, files[1].critic)
