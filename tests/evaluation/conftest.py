import numpy as np
import pytest
from scipy import ndimage


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def blobs():
    """Smooth random images, (n, 8, 8, 1): unlike noise they bear a shift or a blur."""

    def make(rng, n):
        field = ndimage.gaussian_filter(rng.normal(0, 1, (n, 8, 8)), (0, 0.8, 0.8))
        return np.clip(128 + 160 * field, 0, 255).astype(np.uint8)[..., None]

    return make


@pytest.fixture(scope="session")
def pictures():
    """Smooth random images with a dark margin, (n, 16, 16, 1), as drawings have."""

    def make(rng, n):
        field = ndimage.gaussian_filter(rng.normal(0, 1, (n, 16, 16)), (0, 1.5, 1.5))
        inside = np.minimum(1, np.outer(*[np.hanning(16)] * 2) * 2)
        return np.clip(90 + 600 * field * inside, 0, 230).astype(np.uint8)[..., None]

    return make
