"""A Keras network as a PyTorch one: the same layers, freshly initialized, images as NCHW."""

from typing import Any

import keras
from torch import nn


def to_torch(model: keras.Model) -> nn.Sequential:
    """Translate a chain of layers. Raises TypeError for one that has no translation here."""
    return nn.Sequential(*(part for layer in model.layers for part in _translated(layer)))


def _translated(layer: Any) -> list[nn.Module]:
    match layer:
        case keras.layers.InputLayer():
            return []
        case keras.layers.Dense():
            into, out = layer.kernel.shape
            return [nn.Linear(into, out, bias=layer.use_bias), *_activation(layer)]
        case keras.layers.Conv2DTranspose():
            return [_transposed(layer), *_activation(layer)]
        case keras.layers.Conv2D():
            return [*_convolution(layer), *_activation(layer)]
        case keras.layers.BatchNormalization():
            momentum = 1 - layer.momentum
            return [nn.BatchNorm2d(layer.input.shape[-1], eps=layer.epsilon, momentum=momentum)]
        case keras.layers.LeakyReLU():
            return [nn.LeakyReLU(layer.negative_slope)]
        case keras.layers.Dropout():
            return [nn.Dropout(layer.rate)]
        case keras.layers.Reshape():
            height, width, channels = layer.output.shape[1:]
            return [nn.Unflatten(1, (channels, height, width))]
        case keras.layers.Flatten():
            return [nn.Flatten()]
    raise TypeError(f"no translation of {type(layer).__name__}")


def _convolution(layer: Any) -> list[nn.Module]:
    high, wide, into, out = layer.kernel.shape
    pads = _same_padding(layer) if layer.padding == "same" else (0, 0, 0, 0)
    left, right, top, bottom = pads
    even = (left, top) == (right, bottom)
    convolution = nn.Conv2d(
        into,
        out,
        (high, wide),
        stride=layer.strides,
        padding=(top, left) if even else 0,
        bias=layer.use_bias,
    )
    return [convolution] if even else [nn.ZeroPad2d(pads), convolution]


def _same_padding(layer: Any) -> tuple[int, int, int, int]:
    """Left, right, top, bottom: what "same" means in TensorFlow; the larger half is last."""
    sides = []
    for axis in (1, 0):
        size, kernel, stride = (
            layer.input.shape[1 + axis],
            layer.kernel.shape[axis],
            layer.strides[axis],
        )
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        sides += [total // 2, total - total // 2]
    left, right, top, bottom = sides
    return left, right, top, bottom


def _transposed(layer: Any) -> nn.Module:
    high, wide, out, into = layer.kernel.shape
    padding = [0, 0]
    if layer.padding == "same":
        padding = [(k - s) // 2 for k, s in zip((high, wide), layer.strides, strict=True)]
    return nn.ConvTranspose2d(
        into,
        out,
        (high, wide),
        stride=layer.strides,
        padding=tuple(padding),
        bias=layer.use_bias,
    )


def _activation(layer: Any) -> list[nn.Module]:
    return {"linear": [], "tanh": [nn.Tanh()]}[layer.activation.__name__]
