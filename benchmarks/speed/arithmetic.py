"""The arithmetic that a training step can't do without, in FLOP (a multiply-add is two).

Counted are dense layers, convolutions and transposed convolutions, every tap of a kernel, those on
padding too; not counted is all the rest: normalization, activations, optimizers, memory traffic.
Per image, a layer of F FLOP forward costs F again for the gradient of its weights, and F again for
the gradient of its input. So, with G and D for one image through generator and critic, D1 and Dn
for the critic's first and last such layer, G1 for the generator's first:

- an image made for the critic: G
- the critic's update, on each real and each generated image: 3 D - D1 (nobody asks for the gradient
  of the first layer's input)
- the penalty, on each mixed image of an update that takes it: 4 D - 2 Dn. D - Dn forward, as the scores themselves are of no
  use; D for their gradient by the image; and backwards through that gradient, D - Dn for what passes
  through it and D for the weights. The second derivative of a leaky ReLU is 0, so nothing has to go
  backwards through the forward pass, too. (TensorFlow's own LeakyRelu sends zeros there, for about
  2 D more.)
- the generator's update, on each image: 3 G - G1 in the generator, 2 D in the critic.

Scoring held-out images, which our step does besides, doesn't count: it isn't needed for the update.
"""

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from wgan.gan.config import TrainConfig


def layer_flops(layer: "keras.Layer") -> int:
    """FLOP of one layer forward, per image; 0 for a layer that isn't counted."""
    kernel = getattr(layer, "kernel", None)
    if kernel is None:
        return 0
    # a transposed convolution reads each pixel of its input once for every tap, a convolution
    # makes each pixel of its output of every tap
    side = layer.input if "Transpose" in type(layer).__name__ else layer.output
    return 2 * prod(side.shape[1:-1]) * prod(kernel.shape)


def step_flops(config: "TrainConfig", generator: "keras.Model", critic: "keras.Model") -> int:
    """FLOP of `n_critic` critic updates and one of the generator, for plain Keras networks."""
    made = [flops for layer in generator.layers if (flops := layer_flops(layer))]
    judged = [flops for layer in critic.layers if (flops := layer_flops(layer))]
    G, D = sum(made), sum(judged)
    per_image: float = G + 2 * (3 * D - judged[0])
    if config.objective.penalizes_gradient:
        per_image += (4 * D - 2 * judged[-1]) / config.objective.penalty_every
    own = 3 * G - made[0] + 2 * D
    return round(config.n_critic * config.batch_size * per_image + config.generator_batch * own)
