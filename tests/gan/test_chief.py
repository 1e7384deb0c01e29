"""Exactly one process of a training on several machines writes."""

from types import SimpleNamespace

import pytest
import tensorflow as tf

from wgan.gan.devices import Devices

WORKERS = {"worker": ["a:1", "b:1"]}
WITH_CHIEF = {"chief": ["c:1"], **WORKERS}


@pytest.mark.parametrize(
    ("jobs", "task", "chief"),
    [
        (WORKERS, ("worker", 0), True),
        (WORKERS, ("worker", 1), False),
        (WITH_CHIEF, ("chief", 0), True),
        (WITH_CHIEF, ("worker", 0), False),
        (WITH_CHIEF, ("worker", 1), False),
    ],
)
def test_the_chief_writes_or_else_the_first_worker(jobs, task, chief):
    devices = Devices("one")
    kind, number = task
    resolver = tf.distribute.cluster_resolver.SimpleClusterResolver(
        tf.train.ClusterSpec(jobs), task_type=kind, task_id=number
    )
    devices.strategy = SimpleNamespace(cluster_resolver=resolver)
    assert devices.chief is chief


def test_a_process_alone_writes():
    assert Devices("one").chief
