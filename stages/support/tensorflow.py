"""Importing TensorFlow without its start-up chatter."""

import os
import sys
import tempfile

from stages.support.interrupt import wish_to_stop


def import_quietly() -> None:
    """Import TensorFlow; what it writes to stderr meanwhile is shown only if the import fails.

    It logs lines about oneDNN and missing GPUs before any setting of its own can silence them.
    Ctrl-C ends it without a word: an interrupted import fails in many ways, none of which matters.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
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
            failed = False
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            if stop():
                raise KeyboardInterrupt
            if failed:
                hidden.seek(0)
                sys.stderr.write(hidden.read().decode(errors="replace"))
