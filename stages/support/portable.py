"""The same bytes from any x86-64 processor with AVX2: how many threads compute, and by which instructions.

Both decide in which order floats are added, and so their last digits. docs/reproducibility.md says
what was tried, and what is left.
"""

import os

THREADS = 2
"""Of TensorFlow and of BLAS, however many cores there are."""
LIBRARIES = {
    "OPENBLAS_CORETYPE": "Haswell",
    "OPENBLAS_NUM_THREADS": str(THREADS),
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "OPENCV_IPP": "avx2",
}
"""Read by NumPy, SciPy and OpenCV when they are loaded."""
TENSORFLOW = {"TF_ENABLE_ONEDNN_OPTS": "1", "ONEDNN_MAX_CPU_ISA": "AVX2"}
"""Read by TensorFlow, and by the library in it that multiplies."""


def fix_libraries() -> None:
    """Before NumPy is imported; not a choice, for what the other stages compute takes little time."""
    os.environ.update(LIBRARIES)


def fix_tensorflow() -> None:
    """Before TensorFlow is imported."""
    os.environ.update(TENSORFLOW)
