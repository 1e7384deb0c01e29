"""The sums themselves: functions of tensors, with gradients of any order that training takes."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

FEW = 4
"""Channels up to which products, `_by_product` and `by_rows`, are quicker."""
MANY = 256
"""Channels from which the gradient of a kernel is quicker as products: 35 to 57 GFLOP per processor
second, not 26, for 8x8x256 to 512 channels at batch 16; no quicker at 128."""
TAPS = (3, 1), (2, 0)
"""Rows (columns) of a 4x4 kernel at stride 2 that make output 2i of maps i - 1, i; and output
2i + 1 of i, i + 1."""
MARGIN = [[0, 0], [1, 1], [1, 1], [0, 0]]
"""Padding by one pixel."""
Gradient = Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor | None]]


@tf.custom_gradient
def halve(images: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
    """Convolve (N, 2h, 2w, C) with (4, 4, C, F), stride 2, "same" padding, to (N, h, w, F).

    As tf.nn.conv2d, but for the gradients, which are faster here.
    """

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return double(upstream, kernel), _kernel_gradient(images, upstream, kernel)

    return tf.nn.conv2d(images, kernel, 2, "SAME"), gradient


@tf.custom_gradient
def double(maps: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
    """Transposed convolution of (N, h, w, F) with (4, 4, C, F), stride 2, to (N, 2h, 2w, C)."""
    form = _by_product if kernel.shape[2] <= FEW else _conv2d_transpose

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return halve(upstream, kernel), _kernel_gradient(upstream, maps, kernel)

    return form(maps, kernel), gradient


def _conv2d_transpose(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    _, height, width, _ = maps.shape
    shape = (tf.shape(maps)[0], 2 * height, 2 * width, kernel.shape[2])
    return tf.nn.conv2d_transpose(maps, kernel, shape, 2, "SAME")


def _by_product(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """One matrix product gives what each pixel of `maps` adds to the 4x4 pixels around it.

    Each output pixel is the sum of four such parts.
    """
    _, height, width, filters = maps.shape
    parts = tf.matmul(
        tf.reshape(maps, (-1, filters)), tf.reshape(kernel, (-1, filters)), transpose_b=True
    )
    parts = tf.reshape(parts, (-1, height, width, 4, 4, kernel.shape[2]))
    parts = tf.pad(parts, [*MARGIN, [0, 0], [0, 0]])
    corners = [
        tf.add_n(
            [
                parts[:, down : down + height, right : right + width, row, column]
                for down, row in enumerate(rows, odd_row)
                for right, column in enumerate(columns, odd_column)
            ]
        )
        for odd_row, rows in enumerate(TAPS)
        for odd_column, columns in enumerate(TAPS)
    ]
    return tf.nn.depth_to_space(tf.concat(corners, axis=-1), 2)


def _kernel_gradient(images: tf.Tensor, upstream: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Gradient of (4, 4, C, F) from (N, 2h, 2w, C) and the (N, h, w, F) made of them.

    With the 2x2 pixels of a block as channels, the kernel has four taps, and each is one product.
    """
    _, height, width, filters = upstream.shape
    channels = images.shape[3]
    if channels < MANY:
        return tf.raw_ops.Conv2DBackpropFilter(
            input=images,
            filter_sizes=tf.shape(kernel),
            out_backprop=upstream,
            strides=[1, 2, 2, 1],
            padding="SAME",
        )
    blocks = tf.nn.space_to_depth(tf.pad(images, MARGIN), 2)
    flat = tf.reshape(upstream, (-1, filters))
    taps = [
        tf.matmul(
            tf.reshape(blocks[:, down : down + height, right : right + width], (-1, 4 * channels)),
            flat,
            transpose_a=True,
        )
        for down in (0, 1)
        for right in (0, 1)
    ]
    # (down, right, row in the block, column in it, C, F)
    pixels = tf.reshape(tf.stack(taps), (2, 2, 2, 2, channels, filters))
    return tf.reshape(tf.transpose(pixels, (0, 2, 1, 3, 4, 5)), (4, 4, channels, filters))


def by_rows(images: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Convolve (N, H, W, C) with (odd height, odd width, C, F), stride 1, "same" padding, few F.

    The columns of the kernel become channels: one convolution with a kernel one pixel wide gives
    what each column adds, and shifted sums put the columns together.
    """
    height, width, channels, filters = kernel.shape
    columns = tf.reshape(tf.transpose(kernel, (0, 2, 1, 3)), (height, 1, channels, -1))
    parts = tf.nn.conv2d(images, columns, 1, "SAME")
    side = images.shape[2]
    parts = tf.pad(parts, [[0, 0], [0, 0], [width // 2, width // 2], [0, 0]])
    return tf.add_n(
        [
            parts[:, :, column : column + side, column * filters : (column + 1) * filters]
            for column in range(width)
        ]
    )


def upsampled(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Convolve `maps`, each pixel of which stands for 2x2, with (odd, odd, C, F), "same" padding.

    (N, h, w, C) becomes (N, 2h, 2w, F). Taps that fall on one pixel of `maps` are added up first: 9
    are left of the 25 of a 5x5 kernel, others for each of the four places in a block.
    """
    rows, columns, channels, filters = kernel.shape
    places = (_places(taps, kernel.dtype) for taps in (rows, columns))
    by_place = tf.einsum("iar,jbc,rcxf->abxijf", *places, kernel)
    small = tf.reshape(by_place, (*by_place.shape[:2], channels, 4 * filters))
    return tf.nn.depth_to_space(tf.nn.conv2d(maps, small, 1, "SAME"), 2)


def _places(taps: int, dtype: tf.DType) -> tf.Tensor:
    """(2, small taps, taps): 1 where a tap of pixel 0 or 1 of a block falls on that neighbour."""
    reach = (taps // 2 + 1) // 2
    found = np.zeros((2, 2 * reach + 1, taps), np.float32)
    for pixel in range(2):
        for tap in range(taps):
            found[pixel, (pixel + tap - taps // 2) // 2 + reach, tap] = 1.0
    return tf.constant(found, dtype)


def leaky(inputs: tf.Tensor, slope: float) -> tf.Tensor:
    """Leaky ReLU whose second derivative is nothing at all.

    TensorFlow's own is a tensor of zeros, and the gradient of a gradient penalty then takes these
    zeros back through all the convolutions: a third of the penalty's cost.
    """

    @tf.custom_gradient
    def sloped(upstream: tf.Tensor, x: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
        y = tf.raw_ops.LeakyReluGrad(gradients=upstream, features=x, alpha=slope)
        return y, lambda above: (sloped(above, x), None)

    @tf.custom_gradient
    def forward(x: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
        return tf.nn.leaky_relu(x, slope), lambda above: sloped(above, x)

    return forward(inputs)
