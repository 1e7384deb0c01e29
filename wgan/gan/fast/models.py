"""Networks with fast layers where there are any, and back to Keras's own."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import keras
import tensorflow as tf
from keras import layers

from wgan.gan.fast.kernels import FEW, MANY
from wgan.gan.fast.layers import (
    Awaited,
    ByRows,
    Doubling,
    Halving,
    Leaky,
    Normalizing,
    Upsampled,
)

PLAIN: dict[type[layers.Layer], type[layers.Layer]] = {
    Halving: layers.Conv2D,
    Doubling: layers.Conv2DTranspose,
    ByRows: layers.Conv2D,
    Awaited: layers.UpSampling2D,
    Upsampled: layers.Conv2D,
    Leaky: layers.LeakyReLU,
    Normalizing: layers.BatchNormalization,
}


def accelerate(model: keras.Model, shared: bool = False, precision: str = "float32") -> keras.Model:
    """A copy of `model`, weights included, as it is trained.

    On CPUs with fast forms where there are any. Where a batch is `shared` by several devices, batch
    normalization sees all of it. `precision` is a Keras dtype policy: weights stay float32, and so
    does all that no layer with weights follows: scores and pixels keep their digits.
    """
    on_gpu = bool(tf.config.list_physical_devices("GPU"))
    lowered = _before_weights(model)
    joined = _upsampled(model)

    def form(layer: layers.Layer) -> layers.Layer:
        changes: dict[str, Any] = {"dtype": precision} if layer.name in lowered else {}
        normalizes = isinstance(layer, layers.BatchNormalization)
        if normalizes:
            changes["synchronized"] = shared
        # the one operation sees one device's part of the batch
        keeps = on_gpu or (shared and normalizes)
        kind = type(layer) if keeps else joined.get(layer.name) or _fast(layer)
        return _like(layer, kind, **changes)

    return _copy(model, form)


def plain(model: keras.Model) -> keras.Model:
    """A copy of `model`, weights included, of Keras's own layers alone."""
    return _copy(model, _plain)


def _before_weights(model: keras.Model) -> set[str]:
    """Names of the layers whose outputs reach, by whatever way, a layer that has weights."""
    names, reaching = set(), set()
    for layer in reversed(model.layers):
        follows = id(layer.output) in reaching
        if follows:
            names.add(layer.name)
        if not isinstance(layer, layers.InputLayer) and (follows or layer.weights):
            reaching |= {id(tensor) for tensor in keras.tree.flatten(layer.input)}
    return names


def _upsampled(model: keras.Model) -> dict[str, type[layers.Layer]]:
    """The forms of those pairs of upsampling and convolution that are quicker as one, by name."""
    found: dict[str, type[layers.Layer]] = {}
    for before, after in pairwise(model.layers):
        if (
            type(before) is layers.UpSampling2D
            and (before.size, before.interpolation) == ((2, 2), "nearest")
            and type(after) is layers.Conv2D
            and _users(model, before) == [after]
            and _usual(before, after)
            and (after.strides, after.padding) == ((1, 1), "same")
            and _odd_from_five(after)
        ):
            found |= {before.name: Awaited, after.name: Upsampled}
    return found


def _users(model: keras.Model, layer: layers.Layer) -> list[layers.Layer | None]:
    """The layers that take the output of `layer`; None for whoever takes the model's."""
    ends = [None for tensor in model.outputs if tensor is layer.output]
    return ends + [
        other
        for other in model.layers
        if not isinstance(other, layers.InputLayer)
        and any(tensor is layer.output for tensor in keras.tree.flatten(other.input))
    ]


def _usual(*found: layers.Layer) -> bool:
    """Whether nothing is asked of the layers that the fast forms can't do."""
    plain = {"data_format": "channels_last", "dilation_rate": (1, 1), "groups": 1}
    return all(
        getattr(layer, name, usual) == usual for layer in found for name, usual in plain.items()
    )


def _odd_from_five(layer: layers.Layer) -> bool:
    """Kernels of 3x3 are left to TensorFlow."""
    return all(side % 2 and side >= 5 for side in layer.kernel_size)


def _fast(layer: layers.Layer) -> type[layers.Layer]:
    form: type[layers.Layer] | None = None
    if not _usual(layer):
        return type(layer)
    if type(layer) is layers.Conv2D and layer.padding == "same":
        inputs, filters = layer.kernel.shape[2:]
        even = not any(side % 2 for side in layer.input.shape[1:3])
        if _quarters(layer) and even and _extreme(inputs):
            form = Halving
        elif layer.strides == (1, 1) and filters <= FEW and _odd_from_five(layer):
            form = ByRows
    elif type(layer) is layers.Conv2DTranspose and layer.padding == "same":
        form = Doubling if _quarters(layer) and _extreme(layer.filters) else None
    elif type(layer) is layers.LeakyReLU:
        form = Leaky
    elif (
        type(layer) is layers.BatchNormalization
        and (len(layer.input.shape), layer.axis) in ((4, -1), (4, 3))
        and layer.scale
        and layer.center
    ):
        form = Normalizing
    return form or type(layer)


def _quarters(layer: layers.Layer) -> bool:
    return layer.kernel_size == (4, 4) and layer.strides == (2, 2)


def _extreme(channels: int) -> bool:
    """Channels of a layer's larger maps that TensorFlow's own sums are slow for."""
    return channels <= FEW or channels >= MANY


def _plain(layer: layers.Layer) -> layers.Layer:
    changes: dict[str, Any] = {"dtype": "float32"}
    if isinstance(layer, layers.BatchNormalization):
        changes["synchronized"] = False
    return _like(layer, PLAIN.get(type(layer), type(layer)), **changes)


def _like(layer: layers.Layer, kind: type[layers.Layer], **changes: Any) -> layers.Layer:
    return kind.from_config({**layer.get_config(), **changes})


def _copy(model: keras.Model, function: Callable[[Any], layers.Layer]) -> keras.Model:
    copy = keras.models.clone_model(model, clone_function=function)
    copy.set_weights(model.get_weights())
    return copy
