"""PyTorch as a peer: our networks, layer by layer, and the usual eager loop."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from benchmarks.speed.limit import FLOAT, HALF, dtypes
from benchmarks.speed.ours import Steps, steady
from benchmarks.speed.systems import SYSTEMS
from benchmarks.speed.torch_networks import to_torch
from wgan.gan.objectives.wgan import Loss as Clipped
from wgan.gan.objectives.wgan_gp import Loss as Penalized
from wgan.images import Float

if TYPE_CHECKING:
    from wgan.gan.config import TrainConfig

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
FORMATS = {"NCHW": torch.contiguous_format, "channels last": torch.channels_last}


def torch_eager(system: str, seconds: float) -> dict[str, Callable[[], float]]:
    """Both memory formats, and for system 6 both with bfloat16 autocast where the device can."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    chosen = SYSTEMS[system]
    images = chosen.images()
    types = [FLOAT]
    if system == "6" and (DEVICE.type == "cuda" or HALF in dtypes()):
        types.append(HALF)
    return {
        f"PyTorch, {dtype}, {name}": steady(
            torch_steps(chosen.config, images, FORMATS[name], bfloat16=dtype == HALF), seconds
        )
        for dtype in types
        for name in FORMATS
    }


def torch_steps(
    config: "TrainConfig", images: Float, memory_format: torch.memory_format, *, bfloat16: bool
) -> Steps:
    """The loop for WGAN with clipped kernels, or WGAN-GP, as the config says."""
    from wgan.gan.build import build_pair

    pair = build_pair(config, images.shape[1:], 0)
    generator, critic = (to_torch(model).to(DEVICE, memory_format=memory_format) for model in pair)
    loop = _Loop(config, generator, critic, images, memory_format)
    losses = loop.clipped if isinstance(config.objective, Clipped) else loop.penalized

    def steps(count: int) -> float:
        start = time.perf_counter()
        for _ in range(count):
            # its cache would hold the weights of before the first update
            with torch.autocast(DEVICE.type, torch.bfloat16, enabled=bfloat16, cache_enabled=False):
                for _ in range(config.n_critic):
                    losses()
                loop.generator_update()
        if DEVICE.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - start

    return steps


class _Loop:
    def __init__(
        self,
        config: "TrainConfig",
        generator: nn.Module,
        critic: nn.Module,
        images: Float,
        memory_format: torch.memory_format,
    ) -> None:
        self.config = config
        self.generator = generator
        self.critic = critic
        self.images = images
        self.memory_format = memory_format
        self.rng = np.random.default_rng(0)
        self.kernels = [m.weight for m in critic.modules() if isinstance(m, nn.Conv2d)]
        self.critic_optimizer = self._optimizer(critic)
        self.generator_optimizer = self._optimizer(generator)

    def clipped(self) -> None:
        """An update on real images, then one on generated ones made in inference mode."""
        self._update(-self.critic(self._real()).mean())
        self.generator.eval()
        with torch.no_grad():
            fake = self.generator(self._latents(self.config.batch_size))
        self.generator.train()
        self._update(self.critic(fake).mean())

    def penalized(self) -> None:
        """One update on real and generated images with the gradient penalty."""
        real = self._real()
        with torch.no_grad():
            fake = self.generator(self._latents(self.config.batch_size)).float()
        loss = self.critic(fake).mean() - self.critic(real).mean()
        mixed = (
            real + torch.rand(len(real), 1, 1, 1, device=DEVICE) * (fake - real)
        ).requires_grad_()
        scores = self.critic(mixed)
        (gradient,) = torch.autograd.grad(scores.sum(), mixed, create_graph=True)
        norm = gradient.float().flatten(1).norm(dim=1)
        assert isinstance(self.config.objective, Penalized)
        self._update(loss + self.config.objective.gp_weight * (norm - 1).square().mean())

    def generator_update(self) -> None:
        """One update of the generator; the critic's weights need no gradient in it."""
        with _frozen(self.critic):
            loss = -self.critic(self.generator(self._latents(self.config.generator_batch))).mean()
            self.generator_optimizer.zero_grad()
            loss.backward()
        self.generator_optimizer.step()

    def _update(self, loss: torch.Tensor) -> None:
        self.critic_optimizer.zero_grad()
        loss.backward()
        self.critic_optimizer.step()
        if isinstance(self.config.objective, Clipped):
            most = self.config.objective.clip_value
            with torch.no_grad():
                for kernel in self.kernels:
                    kernel.clamp_(-most, most)

    def _real(self) -> torch.Tensor:
        chosen = self.images[self.rng.integers(0, len(self.images), self.config.batch_size)]
        images = torch.from_numpy(chosen).permute(0, 3, 1, 2)
        return images.to(DEVICE).contiguous(memory_format=self.memory_format)

    def _latents(self, count: int) -> torch.Tensor:
        return torch.randn(count, self.config.latent_dim, device=DEVICE)

    def _optimizer(self, model: nn.Module) -> Any:
        rate = self.config.learning_rate
        if self.config.optimizer == "rmsprop":
            return torch.optim.RMSprop(model.parameters(), rate, alpha=self.config.rho)
        betas = self.config.beta_1, self.config.beta_2
        return torch.optim.Adam(model.parameters(), rate, betas=betas, fused=True)


@contextlib.contextmanager
def _frozen(model: nn.Module) -> Iterator[None]:
    model.requires_grad_(requires_grad=False)
    try:
        yield
    finally:
        model.requires_grad_()
