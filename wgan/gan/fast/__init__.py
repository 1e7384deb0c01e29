"""Faster forms of layers that TensorFlow is slow at: the same sums, perhaps in another order.

docs/performance.md has the measurements.
"""

from wgan.gan.fast.models import accelerate, plain

__all__ = ["accelerate", "plain"]
