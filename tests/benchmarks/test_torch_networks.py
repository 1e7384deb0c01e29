"""PyTorch's networks are ours: the same function, given the same weights."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is no part of the environment")

from benchmarks.speed.systems import SYSTEMS  # noqa: E402
from benchmarks.speed.torch_networks import to_torch  # noqa: E402
from wgan.gan.build import build_pair  # noqa: E402


def give_weights(model, twin):
    """Copy weights; a dense layer beside a Reshape or Flatten gets its pixels in NCHW order."""
    layers = [layer for layer in model.layers if layer.weights]
    parts = [part for part in twin if list(part.parameters())]
    for layer, part in zip(layers, parts, strict=True):
        arrays = layer.get_weights()
        if type(layer).__name__ == "Dense":
            arrays[0] = dense(model, layer, arrays[0]).T
            if layer.units > 1 and layer.use_bias:
                arrays[1] = pixels_last(arrays[1], shape_after(model, layer))
        elif arrays[0].ndim == 4:
            arrays[0] = arrays[0].transpose(3, 2, 0, 1)
        names = ["weight", "bias", "running_mean", "running_var"]
        for name, array in zip(names, arrays, strict=False):
            getattr(part, name).data = torch.from_numpy(np.ascontiguousarray(array))


def dense(model, layer, kernel):
    if layer.units > 1:
        return pixels_last(kernel, shape_after(model, layer))
    before = next(a for a in model.layers if type(a).__name__ == "Flatten").input.shape[1:]
    return kernel.reshape(*before, 1).transpose(2, 0, 1, 3).reshape(-1, 1)


def shape_after(model, layer):
    return next(a for a in model.layers if type(a).__name__ == "Reshape").output.shape[1:]


def pixels_last(array, shape):
    return np.moveaxis(array.reshape(-1, *shape), -1, 1).reshape(*array.shape)


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_same_images_and_scores(name):
    system = SYSTEMS[name]
    rng = np.random.default_rng(0)
    generator, critic = build_pair(system.config, system.shape, 0)
    for model in (generator, critic):
        for weight in model.weights:
            # moving variances too are positive and not 1
            weight.assign(rng.uniform(0.01, 0.05, weight.shape) * 2 ** rng.integers(0, 2))
    latents = rng.standard_normal((3, system.config.latent_dim), np.float32)
    images = generator(latents, training=False).numpy().copy()
    scores = np.asarray(critic(images, training=False))
    twins = to_torch(generator).eval(), to_torch(critic).eval()
    for model, twin in zip((generator, critic), twins, strict=True):
        give_weights(model, twin)
    with torch.no_grad():
        made = twins[0](torch.from_numpy(latents))
        judged = twins[1](torch.from_numpy(images).permute(0, 3, 1, 2))
    assert np.allclose(made.permute(0, 2, 3, 1).numpy(), images, atol=1e-5)
    assert np.allclose(judged.numpy(), scores, rtol=1e-4)
