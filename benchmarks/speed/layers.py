"""The strided layers of three systems, one by one: `python -m benchmarks.speed.layers`.

Rates are by processor time of all threads, so that what else runs on the machine counts little; a
step's wall time also depends on how well the threads share the work.
"""

import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from benchmarks.common.context import machine
from benchmarks.common.rounds import Work, measure
from benchmarks.common.tables import number, table
from stages.support.tensorflow import import_quietly

SHAPES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "6": ((64, 3, 64), (32, 64, 128), (16, 128, 256), (8, 256, 512)),
    "default of 0.2": ((28, 1, 32), (14, 32, 64)),
    "1": ((28, 1, 64), (14, 64, 64), (28, 128, 128), (14, 128, 128)),
}
"""Side and channels of the larger maps, channels of the smaller ones."""
SUMS = ("to the smaller maps", "to the larger maps", "to the kernel")
"""Each is forward in one kind of layer and a gradient in the other, or a gradient in both."""
WAYS = {"TensorFlow's, no oneDNN": ("0", False), "TensorFlow's": ("1", False), "ours": ("1", True)}
"""TF_ENABLE_ONEDNN_OPTS, and whether by wgan.gan.fast."""


def rates(batch: int, way: str, seconds: float) -> Mapping[str, Work]:
    """GFLOP per processor second of each shape and sum."""
    os.environ["TF_ENABLE_ONEDNN_OPTS"], ours = WAYS[way]
    import_quietly(portable=False)
    import tensorflow as tf

    from wgan.gan.fast.kernels import halve

    def convolve(images: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
        return tf.nn.conv2d(images, kernel, 2, "SAME")

    form = halve if ours else convolve

    def contender(side: int, channels: int, filters: int, name: str) -> Work:
        half = side // 2
        images, maps, kernel = (
            # variables: constants would be folded, and nothing left to measure
            tf.Variable(tf.random.normal(shape))
            for shape in (
                (batch, side, side, channels),
                (batch, half, half, filters),
                (4, 4, channels, filters),
            )
        )

        @tf.function(autograph=False)
        def once() -> tf.Tensor:
            x, k = tf.convert_to_tensor(images), tf.convert_to_tensor(kernel)
            with tf.GradientTape() as tape:
                tape.watch([x, k])
                made = form(x, k)
            if name == SUMS[0]:
                return made
            # a graph leaves out what its output doesn't need: here, `made`
            return tape.gradient(made, x if name == SUMS[1] else k, output_gradients=maps)

        gigaflops = 2 * batch * half**2 * 16 * channels * filters / 1e9
        return partial(_rate, once, gigaflops, seconds)

    return {
        _name(way, shape, name): contender(*shape, name)
        for shape in sorted({shape for shapes in SHAPES.values() for shape in shapes})
        for name in SUMS
    }


def _name(way: str, shape: tuple[int, int, int], name: str) -> str:
    return f"{way}, {shape}, {name}"


def _rate(once: Callable[[], Any], gigaflops: float, seconds: float) -> float:
    once().numpy()
    start, count = time.process_time(), 0
    while (spent := time.process_time() - start) < seconds:
        once().numpy()
        count += 1
    return gigaflops * count / spent


@click.command()
@click.option("--batch", type=click.IntRange(1), default=16, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option("--seconds", type=click.FloatRange(0.0), default=0.1, show_default=True)
def main(batch: int, rounds: int, seconds: float) -> None:
    """Print a table: TensorFlow's 4x4 convolutions at stride 2, without and with oneDNN, and ours."""
    found = measure([partial(rates, batch, way, seconds) for way in WAYS], rounds)
    rows = [
        [system, "{0}x{0}x{1} and {2}".format(*shape), name]
        + [number(found[_name(way, shape, name)].median) for way in WAYS]
        for system, shapes in SHAPES.items()
        for shape in shapes
        for name in SUMS
    ]
    click.echo(f"GFLOP per processor second, batch {batch}:\n")
    click.echo(table(["system", "maps", "sum", *WAYS], rows))
    click.echo(f"\n{machine()}; median of {rounds} rounds.")


if __name__ == "__main__":
    main()
