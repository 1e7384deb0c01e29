"""Where a run computes: one device, all GPUs of a machine, or several machines.

TensorFlow's own strategies do the work. The global batch stays the same: every replica takes its part
of the same random draw, gradients are summed, so the result is one device's to rounding.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from wgan.errors import InputError, reason
from wgan.gan.config import TrainConfig


class Devices:
    """A strategy, and what the algorithm needs to know of it."""

    def __init__(self, kind: str) -> None:
        """`kind` is `one`; `all` GPUs of this machine; or `workers`, the machines of TF_CONFIG."""
        self.strategy = _strategy(kind)
        repeatable()
        self._own = self._replicas()

    @property
    def count(self) -> int:
        """Replicas that share a batch."""
        return int(self.strategy.num_replicas_in_sync)

    @property
    def chief(self) -> bool:
        """Whether this process writes; one of the workers does, and a single process always."""
        resolver = self.strategy.cluster_resolver
        if resolver is None or not resolver.task_type:
            return True
        has_chief = "chief" in resolver.cluster_spec().jobs
        return bool(resolver.task_type == "chief" or not (has_chief or resolver.task_id))

    def check(self, config: TrainConfig) -> None:
        """Raise InputError if the run can't be shared by so many replicas, or computed where it is to be."""
        penalized = config.critic_norm and config.objective.penalizes_gradient
        if penalized and tf.config.list_physical_devices("GPU"):
            # Keras's normalization, which GPUs use, has no right second derivative
            raise InputError(
                "with a gradient penalty normalization works on CPUs alone", option="critic_norm"
            )
        if self.count == 1:
            return
        sizes = {
            "batch_size": config.batch_size,
            "generator_batch_size": config.generator_batch,
        }
        for name, size in sizes.items():
            if size % self.count:
                raise InputError(
                    f"{size} images can't be shared by {self.count} devices; "
                    f"their number must be a multiple of {self.count}",
                    option=name,
                )
        # Keras clips before the sum over replicas, and has no second derivative through it
        alone = f"works on one device alone, not on {self.count}"
        if config.gradient_clip:
            raise InputError(f"clipping {alone}", option="gradient_clip")
        if penalized:
            raise InputError(f"with a gradient penalty normalization {alone}", option="critic_norm")

    def part(self, size: int) -> slice:
        """What the replicas of this machine need of a batch of `size`."""
        each = size // self.count
        return slice(self._own.start * each, self._own.stop * each)

    def share(self, array: npt.NDArray[np.float32], axis: int) -> tf.Tensor:
        """Hand each replica of this machine its share of their `part` of a batch along `axis`."""
        if self.count == 1:
            return tf.constant(array)
        shares = np.split(array, len(self._own), axis)
        return self.strategy.experimental_distribute_values_from_function(
            lambda context: tf.constant(shares[context.replica_id_in_sync_group - self._own.start])
        )

    def agree(self, *numbers: int) -> bool:
        """Whether all replicas have these numbers, of at most nine digits each."""
        if self.count == 1:
            return True
        own = tf.constant([*numbers, *(number * number for number in numbers)], tf.int64)
        all_of_them = self.strategy.experimental_distribute_values_from_function(lambda _: own)
        total = self.strategy.reduce(tf.distribute.ReduceOp.SUM, all_of_them, axis=None)
        # sums alone could agree by chance; of numbers that differ the mean square is above the square of the mean
        return bool(tf.reduce_all(total == self.count * own))

    def _replicas(self) -> range:
        """Numbers, among all replicas, of those on this machine; they follow each other."""
        if self.count == 1:
            return range(1)
        numbers: list[int] = []

        def note(context: tf.distribute.InputContext) -> tf.Tensor:
            numbers.append(context.replica_id_in_sync_group)
            return tf.constant(0)

        self.strategy.experimental_distribute_values_from_function(note)
        return range(min(numbers), max(numbers) + 1)

    def run(self, step: Callable[..., tf.Tensor], *args: object) -> tf.Tensor:
        """Call `step` on every replica; the sum of what they return. Inside a graph."""
        if self.count == 1:
            return step(*args)
        return self.strategy.reduce(
            tf.distribute.ReduceOp.SUM, self.strategy.run(step, args), axis=None
        )


def repeatable() -> None:
    """Have GPUs repeat their results; CPUs do without it."""
    if tf.config.list_physical_devices("GPU"):
        tf.config.experimental.enable_op_determinism()


def own_part(tensor: tf.Tensor, axis: int) -> tf.Tensor:
    """The part of a global draw that belongs to the replica which asks."""
    context = tf.distribute.get_replica_context()
    count = context.num_replicas_in_sync
    if count == 1:
        return tensor
    size = tensor.shape[axis] // count
    start = context.replica_id_in_sync_group * size
    return tf.gather(tensor, tf.range(start, start + size), axis=axis)


def together(change: Callable[[], None]) -> None:
    """Make a change to variables once for all replicas, which are at the same place."""
    context = tf.distribute.get_replica_context()
    if context.num_replicas_in_sync == 1:
        change()
    else:
        context.merge_call(lambda _: change())


def _strategy(kind: str) -> tf.distribute.Strategy:
    if kind == "all":
        # the default sums batch statistics in an order that differs from device to device
        return tf.distribute.MirroredStrategy(cross_device_ops=tf.distribute.ReductionToOneDevice())
    if kind == "workers":
        try:
            return tf.distribute.MultiWorkerMirroredStrategy()
        except ValueError as error:
            raise InputError(f"TF_CONFIG: {reason(error)}", option="devices") from None
    return tf.distribute.get_strategy()
