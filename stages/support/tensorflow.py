"""Importing TensorFlow: without its start-up chatter, and computing as the run is to."""

import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from stages.support.interrupt import wish_to_stop
from stages.support.portable import THREADS, fix_tensorflow, has_avx2
from wgan.options import Flag, option

DRIVERS = Path("/proc/driver/nvidia/version"), Path("/dev/dxg")
"""One is there where NVIDIA's driver is, on Linux and in WSL, whether or not TensorFlow has what it needs besides."""
ALL_IT_SAYS = "0"
"""TF_CPP_MIN_LOG_LEVEL, if one wants to read TensorFlow's own lines."""


@dataclass(frozen=True)
class Arithmetic:
    """How a run computes; it shapes the last digits of its results, and so all of its bytes."""

    portable: bool = option(
        True,
        Flag(),
        f"{THREADS} threads and no newer instructions than AVX2, so that other processors give the same bytes; "
        "or all that the machine has.",
        "Run",
    )


def import_quietly(*, portable: bool = True) -> None:
    """Import TensorFlow; what it writes to stderr meanwhile is shown if the import fails, or if one asks for it.

    `portable` as in Arithmetic. It logs lines about oneDNN and missing GPUs before any setting of its own can silence them.
    Ctrl-C ends it without a word: an interrupted import fails in many ways, none of which matters.
    """
    level = os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    # the card may have other runs to serve
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    if portable:
        fix_tensorflow()
    # by itself TensorFlow leaves oneDNN off on processors with AVX2 alone, and takes twice as long
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    sys.stderr.flush()
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as hidden, wish_to_stop(at_once=True) as stop:
        os.dup2(hidden.fileno(), 2)
        failed = True
        try:
            import tensorflow as tf

            # looking for GPUs logs too, and would otherwise happen later
            tf.config.list_physical_devices()
            # this pass trips over LeakyReLU's gradient, says so, and gains nothing here
            tf.config.optimizer.set_experimental_options({"remapping": False})
            if portable:
                # a process that has computed before keeps the threads that it has
                with contextlib.suppress(RuntimeError):
                    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
                    tf.config.threading.set_inter_op_parallelism_threads(THREADS)
            failed = False
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            if stop():
                raise KeyboardInterrupt
            if failed or level == ALL_IT_SAYS:
                hidden.seek(0)
                sys.stderr.write(hidden.read().decode(errors="replace"))


def arithmetic(devices: str, *, portable: bool) -> str:
    """What the bytes of a run depend on, in words such as `by 2 threads, AVX2`; TensorFlow must be imported.

    `devices` as in TrainConfig: of several GPUs, `one` takes the first.
    """
    import tensorflow as tf

    if gpus := tf.config.list_physical_devices("GPU"):
        name = tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")
        return f"by {name}" if devices == "one" else f"by {len(gpus)} x {name}"
    if not portable:
        return f"by all {_cores()} cores"
    return f"by {THREADS} threads, {'AVX2' if has_avx2() else 'no AVX2, so other bytes'}"


def computing(devices: str, *, portable: bool) -> str:
    """The same, and what lies idle."""
    import tensorflow as tf

    said = arithmetic(devices, portable=portable)
    if tf.config.list_physical_devices("GPU"):
        return said
    more = f", of {_cores()} cores (train.portable)" if portable and _cores() != THREADS else ""
    return said + more + (f", not by the GPU: {idle_gpu()}" if has_driver() else "")


def _cores() -> int | None:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def has_driver() -> bool:
    """Whether NVIDIA's driver is there."""
    return any(path.exists() for path in DRIVERS)


def idle_gpu() -> str:
    """Why TensorFlow sees no GPU where there is a driver, and what to do."""
    if "CUDA_VISIBLE_DEVICES" in os.environ:
        return f"CUDA_VISIBLE_DEVICES is {os.environ['CUDA_VISIBLE_DEVICES']!r}"
    if find_spec("nvidia"):
        return f"TF_CPP_MIN_LOG_LEVEL={ALL_IT_SAYS} shows why"
    return "`make setup GPU=1` lets TensorFlow use it"
