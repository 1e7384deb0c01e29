import numpy as np

from wgan.evaluation.measures.diversity import diversity, spacing
from wgan.evaluation.sets import Sets


def test_spacing_of_equal_images_is_none_and_one_image_has_none(rng):
    images = rng.integers(0, 256, (4, 6, 6, 1), dtype=np.uint8)
    assert spacing(np.repeat(images, 10, axis=0)) == 0
    assert np.isnan(spacing(images[:1]))
    greys = np.array([0, 10, 30], np.uint8).repeat(4).reshape(3, 2, 2, 1)
    assert spacing(greys) == 10


def test_each_set_has_its_own_spacing(rng, blobs):
    made, train, unseen = (blobs(rng, 20) // part for part in (4, 1, 2))
    found = diversity(Sets(made, train, unseen, None, 0))
    assert found.generated["spacing"] == spacing(made)
    assert found.real["spacing"] == spacing(unseen)
    told = found.extra["diversity"]
    assert (told["generated"], told["real"]) == (spacing(made), spacing(unseen))
    assert told["ratio"] == spacing(made) / spacing(unseen)
