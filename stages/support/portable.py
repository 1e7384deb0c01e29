"""The same bytes from any x86-64 processor with AVX2: how many threads compute, and by which instructions.

Both decide in which order floats are added, and so their last digits. docs/reproducibility.md says
what was tried, and what is left.
"""

import os
import platform
import re
from pathlib import Path

THREADS = 2
"""Of TensorFlow, however many cores there are."""
LIBRARIES = {
    "OPENBLAS_CORETYPE": "Haswell",
    # it takes no more than there are cores
    "OPENBLAS_NUM_THREADS": "1",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "OPENCV_IPP": "avx2",
}
"""Read by NumPy, SciPy and OpenCV when they are loaded."""
TENSORFLOW = {"TF_ENABLE_ONEDNN_OPTS": "1", "ONEDNN_MAX_CPU_ISA": "AVX2"}
"""Read by TensorFlow, and by the library in it that multiplies."""


def fix_libraries() -> None:
    """Before NumPy is imported; not a choice, for what the other stages compute takes little time."""
    # a library that is told to use instructions that aren't there dies of it
    if has_avx2():
        os.environ.update(LIBRARIES)


def has_avx2(told: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor has AVX2, as Linux tells; elsewhere every x86-64 is taken to have it."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return False
    return not told.is_file() or re.search(r"\bavx2\b", told.read_text("utf-8")) is not None


def fix_tensorflow() -> None:
    """Before TensorFlow is imported."""
    os.environ.update(TENSORFLOW)
