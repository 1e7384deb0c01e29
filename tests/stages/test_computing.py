"""What `train` says it computes on."""

from pathlib import Path

import pytest
import tensorflow as tf

from stages.support import tensorflow


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """Sixteen cores, no driver, no GPU."""
    monkeypatch.setattr(tensorflow.os, "sched_getaffinity", lambda _: set(range(16)))
    monkeypatch.setattr(tensorflow, "has_avx2", lambda: True)
    monkeypatch.setattr(tensorflow, "DRIVERS", (tmp_path / "driver", tmp_path / "dxg"))
    monkeypatch.setattr(tensorflow, "find_spec", lambda _: None)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda *_: [])
    return tmp_path


def test_cores_and_threads(monkeypatch):
    assert tensorflow.computing("one", portable=False) == "by all 16 cores"
    told = tensorflow.computing("one", portable=True)
    assert told == "by 2 threads, AVX2, of 16 cores (train.portable)"
    monkeypatch.setattr(tensorflow.os, "sched_getaffinity", lambda _: {0, 1})
    assert tensorflow.computing("one", portable=True) == "by 2 threads, AVX2"
    monkeypatch.setattr(tensorflow, "has_avx2", lambda: False)
    assert tensorflow.computing("one", portable=True) == "by 2 threads, no AVX2, so other bytes"


@pytest.mark.parametrize("portable", [True, False])
@pytest.mark.parametrize("driver", ["driver", "dxg"])
def test_an_idle_gpu_is_told_of(machine, portable, driver):
    Path(machine / driver).touch()
    assert tensorflow.computing("one", portable=portable).endswith(
        ", not by the GPU: `make setup GPU=1` lets TensorFlow use it"
    )


def test_why_a_gpu_is_idle(machine, monkeypatch):
    Path(machine / "driver").touch()
    monkeypatch.setattr(tensorflow, "find_spec", lambda name: name == "nvidia")
    told = tensorflow.computing("one", portable=False)
    assert told.endswith(", not by the GPU: TF_CPP_MIN_LOG_LEVEL=0 shows why")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    told = tensorflow.computing("one", portable=False)
    assert told.endswith(", not by the GPU: CUDA_VISIBLE_DEVICES is ''")


def test_gpus_by_name(monkeypatch):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda *_: ["0", "1"])
    names = {"device_name": "A Card"}
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda _: names)
    assert tensorflow.computing("one", portable=True) == "by A Card"
    assert tensorflow.computing("all", portable=True) == "by 2 x A Card"
