"""Every choice of a training run, as the train stage hands it over."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainConfig:
    """What the options mean, and their ranges, is said once: in stages/train.py."""

    loss: str
    n_critic: int
    gp_weight: float
    clip_value: float
    clip: str
    label_noise: float
    batching: str
    fakes: str
    steps: int
    batch_size: int
    generator_batch_size: int | None
    latent_dim: int
    latents: str
    optimizer: str
    learning_rate: float
    generator_learning_rate: float | None
    learning_rate_decay: float
    beta_1: float
    beta_2: float
    rho: float
    epsilon: float
    gradient_clip: float | None
    network: str
    conditional: bool
    kernel_std: float | None
    dropout: float
    critic_norm: bool
    ema_decay: float
    keep: str
    candidate_every: int
    log_every: int
    devices: str
    precision: str
    seed: int

    @property
    def generator_batch(self) -> int:
        """Images per generator update."""
        return self.generator_batch_size or self.batch_size
