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
