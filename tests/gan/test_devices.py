"""Two devices give what one gives, to rounding."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from wgan.errors import InputError
from wgan.gan.devices import Devices

ROOT = Path(__file__).parents[2]
# rounding is not blown up by Adam where epsilon is large
CASES = [
    {"loss": "wgan-gp", "epsilon": 0.1},
    {"loss": "wgan-gp", "epsilon": 0.1, "penalty_every": 2, "schedule": "late-linear"},
    {
        "loss": "wgan",
        "optimizer": "rmsprop",
        "network": "transposed",
        "critic_norm": True,
        "conditional": True,
        "epsilon": 0.1,
        "clip_value": 0.1,
    },
]
PROGRAM = """
import json, sys
import numpy as np
import tensorflow as tf
tf.config.set_logical_device_configuration(
    tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * 2
)
sys.path.insert(0, "tests/gan")
import conftest
from wgan.gan import devices
from wgan.gan.run import Run
from wgan.gan.state import capture

def mirrored(**options):
    return MIRRORED(["CPU:0", "CPU:1"], **options)

MIRRORED, tf.distribute.MirroredStrategy = tf.distribute.MirroredStrategy, mirrored
for case in json.loads(sys.argv[1]):
    states = []
    for kind in ("one", "all"):
        config = conftest.tiny_config(batch_size=8, n_critic=1, log_every=3, devices=kind, **case)
        run = Run(config, conftest._split(20, 0), conftest._split(8, 1), 3)
        for step in range(2):
            run.advance(*run.train.draw(run.streams["real"], step, (1, 8)))
        states.append(capture(run))
    assert run.devices.count == 2
    assert run.devices.agree(7, 16777215)
    worst = np.max([np.abs(a.astype(float) - states[1][name]).max()
                    for name, a in states[0].items() if a.size and name != "rows"]).item()
    print(json.dumps(worst))
"""


def test_two_devices_equal_one():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(CASES)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    worst = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(worst) == len(CASES)
    assert max(worst) < 1e-5


def test_what_can_not_be_shared_is_refused(tiny, monkeypatch):
    devices = Devices("one")
    devices.check(replace(tiny, batch_size=5, gradient_clip=1.0))
    monkeypatch.setattr(Devices, "count", 2)
    devices.check(tiny)
    for changes, part in (
        ({"batch_size": 5}, "5 images can't be shared by 2 devices; .* multiple of 2"),
        ({"generator_batch_size": 3}, "3 images"),
        ({"gradient_clip": 1.0}, "works on one device"),
        ({"critic_norm": True}, "with a gradient penalty"),
    ):
        with pytest.raises(InputError, match=part) as caught:
            devices.check(replace(tiny, **changes))
        assert [caught.value.option] == list(changes)
