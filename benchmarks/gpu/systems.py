"""The systems that a GPU is checked with: those whose speed is measured, and a conditional one."""

from benchmarks.common.context import ROOT
from benchmarks.speed import systems

CONDITIONAL = "7"
SYSTEMS = {
    "1": systems.SYSTEMS["1"],
    "6": systems.SYSTEMS["6"],
    CONDITIONAL: systems.System(
        "System 7: conditional WGAN-GP, 64x64", ROOT / "recipes/celeba-blond-cgan.yaml"
    ),
}
