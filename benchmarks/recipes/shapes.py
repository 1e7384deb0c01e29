"""Widths, depths and minibatch deviation of the default's networks: `python -m benchmarks.recipes.shapes`.

Each row changes one thing in the default, on data/prepared (run `dvc repro prepare` first), over three
seeds and half its steps, or as many as its name says. What is finished stands in --kept; a stopped run goes on from
there.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import click

from benchmarks.common.tables import table
from benchmarks.recipes.trials import SEEDS, Trial, difference, kept_option, means, results

Stack = list[Any]
Change = Callable[[Stack], Stack]
"""What makes other layers of those of a network."""
STEPS = 1900
SHOWN = {"sure": "sure", "coverage": "coverage", "w1_ratio": "W1 ratio", "told_apart": "told apart"}
COMPARED = ("sure", "coverage")


def flat(stack: Stack) -> Stack:
    """A generator without its 3x3 convolution."""
    return stack[:4] + stack[7:]


def finer(stack: Stack) -> Stack:
    """A generator with a 3x3 convolution more, behind the first doubling."""
    from keras import layers

    from wgan.gan.networks.chain import leaky

    mixing = layers.Conv2D(stack[7].filters, 3, padding="same", use_bias=False)
    return [*stack[:-1], mixing, layers.BatchNormalization(momentum=0.9), leaky(), stack[-1]]


def shallow(stack: Stack) -> Stack:
    """A critic without its third convolution."""
    return stack[:4] + stack[6:]


def deep(stack: Stack) -> Stack:
    """A critic with a 3x3 convolution more, on its coarsest map."""
    from keras import layers

    from wgan.gan.networks.chain import leaky

    return [*stack[:-2], layers.Conv2D(stack[4].filters, 3, padding="same"), leaky(), *stack[-2:]]


def deviation(stack: Stack) -> Stack:
    """A critic whose last layer has a channel more: how far the images of a group lie apart.

    As in arXiv 1710.10196, section 3, by groups of four images: none mixes real and generated.
    """
    import keras
    import tensorflow as tf
    from keras import layers

    @keras.saving.register_keras_serializable("benchmarks")
    class Deviation(layers.Layer):
        def call(self, maps: tf.Tensor) -> tf.Tensor:
            _, height, width, channels = maps.shape
            groups = tf.reshape(maps, (-1, 4, height, width, channels))
            spread = tf.sqrt(tf.math.reduce_variance(groups, axis=1) + 1e-8)
            mean = tf.repeat(tf.reduce_mean(spread, axis=(1, 2, 3)), 4)
            plane = tf.ones((1, height, width, 1)) * tf.reshape(mean, (-1, 1, 1, 1))
            return tf.concat([maps, plane], axis=-1)

        def compute_output_shape(self, shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
            *rest, channels = shape
            return (*rest, (channels or 0) + 1)

    return [*stack[:-2], Deviation(), *stack[-2:]]


ROWS: dict[str, tuple[dict[str, Change], dict[str, Any]]] = {
    "as it is": ({}, {}),
    "800 steps": ({}, {"steps": 800}),
    "3,400 steps": ({}, {"steps": 3400}),
    "half the width, 5,000 steps": ({}, {"width": 0.5, "steps": 5000}),
    "twice the width, 800 steps": ({}, {"width": 2, "steps": 800}),
    "generator without its 3x3 convolution": ({"generator": flat}, {}),
    "generator with one more, at 14x14": ({"generator": finer}, {}),
    "critic without its third convolution": ({"critic": shallow}, {}),
    "critic with a fourth, 3x3": ({"critic": deep}, {}),
    "critic with minibatch standard deviation": ({"critic": deviation}, {}),
}
"""The networks whose layers change, and the options."""


@click.command()
@kept_option("shapes.jsonl")
@click.option("--only", multiple=True, type=click.Choice(list(ROWS)), help="Just these rows.")
def main(kept: Path, only: tuple[str, ...]) -> None:
    """Train every variant with every seed, and print the table."""
    names = only or tuple(ROWS)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for seed in SEEDS:
        for name in names:
            changes, options = ROWS[name]
            trial: Trial = (name, {"steps": STEPS, **options}, seed)
            with shaped(changes):
                found[name] += results([trial], kept)
    first = found.get(next(iter(ROWS)), [])
    rows = [
        [name, *means(own, [*SHOWN, "processor_seconds"]), *_changes(own, first)]
        for name, own in found.items()
    ]
    columns = [*SHOWN.values(), "processor s", *(f"{SHOWN[key]}, change" for key in COMPARED)]
    click.echo(table(["", *columns], rows))


@contextmanager
def shaped(changes: dict[str, Change]) -> Iterator[None]:
    """While it holds, pairs are built of changed layers: those of "generator", of "critic".

    A pair's file imports the two when it builds, so it finds these.
    """
    from wgan.gan.networks import chain

    def changed(build: Callable[[Any, Stack], Any], change: Change) -> Callable[[Any, Stack], Any]:
        return lambda spec, stack: build(spec, change(stack))

    with ExitStack() as patches:
        for name, change in changes.items():
            patched = changed(getattr(chain, name), change)
            patches.enter_context(mock.patch.object(chain, name, patched))
        yield


def _changes(own: list[dict[str, Any]], first: list[dict[str, Any]]) -> list[str]:
    if own is first or not first:
        return ["" for _ in COMPARED]
    return [difference(*([one[key] for one in each] for each in (own, first))) for key in COMPARED]


if __name__ == "__main__":
    main()
