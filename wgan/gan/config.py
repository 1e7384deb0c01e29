"""Every choice of a training run and of sampling; those of an objective are in its own file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wgan.errors import InputError
from wgan.gan import networks, objectives
from wgan.gan.augment import Augmentation
from wgan.gan.objective import Objective
from wgan.options import COUNT, Choice, Flag, Integer, Names, Number, option, settings

POSITIVE = Number(0, above=True)
RATE = Number(0, 1, below=True)
SIZE = Integer(1, 65536)
SEED = Integer(0)


@dataclass(frozen=True)
class TrainConfig:
    """The choices of a training run."""

    objective: Objective
    """What is minimized, with options of its own."""
    augmentation: Augmentation
    """How images are moved before the critic sees them, with options of its own."""

    n_critic: int = option(5, Integer(1, 100), "Critic updates per generator update.", "Objective")
    batching: str = option(
        "joint",
        Choice(("joint", "separate", "alternate")),
        "Real and fake in one critic batch, apart, or in an update each.",
        "Objective",
    )

    batch_size: int = option(
        24, SIZE, "Real images, and as many fakes, per critic update.", "Batches and latents"
    )
    real_batches: str = option(
        "fresh",
        Choice(("fresh", "shared")),
        "A real batch for each critic update, or one for all of a step.",
        "Batches and latents",
    )
    generator_batch_size: int | None = option(
        None, SIZE, "Fakes per generator update; batch_size if empty.", "Batches and latents"
    )
    latent_dim: int = option(16, SIZE, "Numbers per latent vector.", "Batches and latents")
    latents: str = option(
        "normal",
        Choice(("normal", "uniform")),
        "N(0, 1), or uniform in [-1, 1).",
        "Batches and latents",
    )
    fakes: str = option(
        "training",
        Choice(("inference", "training")),
        "Mode of the generator when it makes fakes for the critic.",
        "Batches and latents",
    )

    optimizer: str = option("adam", Choice(("adam", "rmsprop")), "For both networks.", "Optimizer")
    learning_rate: float = option(1e-3, POSITIVE, "Of the critic.", "Optimizer")
    generator_learning_rate: float | None = option(
        None, POSITIVE, "Of the generator; learning_rate if empty.", "Optimizer"
    )
    learning_rate_decay: float = option(
        0, Number(0), "d: rate / (1 + d * updates), each network's own.", "Optimizer"
    )
    schedule: str = option(
        "late-linear",
        Choice(("constant", "linear", "late-linear")),
        "Of the learning rates: as they are; linearly to 0 over all steps, or over their second half.",
        "Optimizer",
    )
    beta_1: float = option(0.5, RATE, "Adam's decay of the mean.", "Optimizer")
    beta_2: float = option(0.9, RATE, "Adam's decay of the squares.", "Optimizer")
    rho: float = option(0.9, RATE, "RMSProp's decay of the squares.", "Optimizer")
    epsilon: float = option(1e-7, POSITIVE, "Keeps divisions finite.", "Optimizer")
    gradient_clip: float | None = option(
        None, POSITIVE, "Clip gradients by value; none if empty.", "Optimizer"
    )

    network: str = option("compact", Choice(networks.NAMES), "The pair of networks.", "Networks")
    conditional: bool | None = option(
        None,
        Flag(),
        "Give both networks the class labels; if empty, where all training and validation images have one.",
        "Networks",
    )
    critic_labels: str = option(
        "projection",
        Choice(("planes", "projection")),
        "How the critic gets the labels: as more channels of its images, or by projection.",
        "Networks",
    )
    width: float = option(
        1,
        Number(0, 100, above=True),
        "Factor of the filters and units in all hidden layers.",
        "Networks",
    )
    kernel_std: float | None = option(
        None, POSITIVE, "Kernels start as N(0, std^2); Glorot uniform if empty.", "Networks"
    )
    dropout: float = option(
        0, RATE, "Of the critic; strided, dcgan, wide and narrow have it.", "Networks"
    )
    critic_norm: bool = option(
        False,
        Flag(),
        "Batch normalization in the critic; all pairs but upsampling have it.",
        "Networks",
    )

    steps: int = option(4000, COUNT, "Generator updates.", "Run")
    ema_decay: float = option(
        0.998,
        RATE,
        "Average of the generator's weights over steps t, at most (1 + t) / (10 + t); 0 for none.",
        "Run",
    )
    keep: str = option(
        "last",
        Choice(("best", "last")),
        "Which model: the last, or the best by pixel W1 to validation images.",
        "Run",
    )
    candidate_every: int = option(
        400,
        COUNT,
        "Steps between looks: new live pictures, the critic's slope, a candidate for the best.",
        "Run",
    )
    log_every: int = option(40, COUNT, "Steps between rows.", "Run")
    devices: str = option(
        "one",
        Choice(("one", "all", "workers")),
        "One device, all GPUs of the machine, or the machines that TF_CONFIG names.",
        "Run",
    )
    precision: str = option(
        "float32",
        Choice(("float32", "mixed_bfloat16")),
        "Of the layers' arithmetic; weights, scores and saved models are float32 in any case.",
        "Run",
    )
    seed: int = option(0, SEED, "Of weights, batches, latents, penalties.", "Run")

    def __post_init__(self) -> None:
        """Refuse, with InputError, what can't be had together."""
        if self.schedule != "constant" and self.learning_rate_decay:
            raise InputError(
                f"{self.schedule} and learning_rate_decay {self.learning_rate_decay:g} exclude each "
                "other; set schedule to constant or learning_rate_decay to 0",
                option="schedule",
            )

    @property
    def critic_updates(self) -> int:
        """Calls of the critic's optimizer in a step."""
        return self.n_critic * (2 if self.batching == "alternate" else 1)

    @property
    def generator_batch(self) -> int:
        """Images per generator update."""
        return self.generator_batch_size or self.batch_size


TRAIN_OWNERS = (
    objectives.ObjectiveChoice,
    TrainConfig,
    Augmentation,
    *objectives.LOSSES.values(),
)
"""All that declare options of a training run."""


def train_config(options: Mapping[str, Any]) -> TrainConfig:
    """The choices of a run from the values, by name, of the options that TRAIN_OWNERS declare."""
    return settings(
        TrainConfig,
        options,
        objective=objectives.objective(options),
        augmentation=settings(Augmentation, options),
    )


@dataclass(frozen=True)
class SampleConfig:
    """What to generate."""

    count: int = option(1000, Integer(1, 1_000_000), "Images to generate.", "Samples")
    classes: tuple[str, ...] = option(
        (), Names("NAME"), "Of a conditional generator, these alone; all if empty.", "Samples"
    )
    seed: int = option(0, SEED, "Of the latents.", "Samples")
