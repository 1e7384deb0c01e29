"""The same in a notebook: arrays in, a verdict out."""

import importlib
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

from wgan.errors import InputError
from wgan.evaluation import judge
from wgan.evaluation.judgement import as_images

REAL = np.random.default_rng(0).integers(0, 256, (820, 8, 8), np.uint8)
TRAIN, UNSEEN, HONEST = REAL[:300], REAL[300:520], REAL[520:]


def test_copies_and_their_absence() -> None:
    found = judge(np.concatenate([HONEST[:280], TRAIN[:20]]), TRAIN, UNSEEN)
    assert found.verdict == "copying"
    assert set(found.flagged) >= set(range(280, 300))
    assert found.nearest.index[280:, 0].tolist() == list(range(20))
    assert [pair.flagged for pair in found.pairs] == [True] * 12
    assert judge(HONEST, TRAIN, UNSEEN).verdict == "no evidence of copying"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_images_are_no_verdict_and_no_crash(count: int) -> None:
    assert judge(HONEST[:count], TRAIN, UNSEEN).quality.verdict == "inconclusive"
    few = judge(HONEST, TRAIN, UNSEEN[:count])
    assert few.verdict != "copying"
    assert few.memorization.notes[0].endswith("copying as a whole can't be told")


def test_a_copy_is_shown_beside_its_source_whatever_way_found_it(pictures) -> None:
    rng = np.random.default_rng(2)
    train, unseen, honest = (pictures(rng, count) for count in (300, 220, 280))
    found = judge(np.concatenate([honest, train[:20, :, ::-1]]), train, unseen)
    mirrored = found.flagged[found.flagged >= 280]
    assert len(mirrored) >= 16
    assert (found.source[mirrored] == mirrored - 280).all()
    assert all(pair.flagged for pair in found.pairs)
    turned = [(pair.generated[:, ::-1] == pair.train).all() for pair in found.pairs]
    assert sum(turned) >= 11
    assert all(
        pair.to_train > 5 for pair, mirror in zip(found.pairs, turned, strict=True) if mirror
    )


def test_the_numbers_under_the_pictures(pictures) -> None:
    rng = np.random.default_rng(4)
    train, unseen, honest = (pictures(rng, count) for count in (300, 220, 280))
    made = np.concatenate([honest, train[:6]])
    found = judge(made, train, unseen, shift=0, pairs=60)
    assert len({pair.p for pair in found.pairs}) > 1
    for pair in found.pairs:
        (row,) = np.flatnonzero((made == pair.generated).all(axis=(1, 2, 3)))
        assert pair.p == found.memorization.ruling.p[row]
        apart = np.abs(unseen.astype(float) - pair.generated).mean(axis=(1, 2, 3))
        assert pair.to_unseen == pytest.approx(apart.min())
        assert (unseen[apart.argmin()] == pair.unseen).all()


def test_quality_is_of_all_classes_even_if_they_come_one_after_the_other(pictures) -> None:
    """Dark images, then bright ones: the first hundred would be dark alone."""
    rng = np.random.default_rng(3)
    made, train, unseen = (
        np.concatenate([pictures(rng, 150) // 2, 255 - pictures(rng, 150) // 2]) for _ in range(3)
    )
    numbers = judge(made[::-1], train, unseen, images=100).quality.details()
    assert numbers["w1_ratio"]["ratio"] == pytest.approx(1, abs=0.1)
    assert numbers["generated"]["overlap"]["coverage"] > 0.85


def test_floats_are_rounded_to_the_same_images() -> None:
    floats = TRAIN[:5].astype(np.float32) / 127.5 - 1
    found = judge(floats, TRAIN)
    assert found.verdict == "inconclusive"
    assert found.nearest.distance[:, 0].max() < 0.01
    assert not len(found.flagged)
    assert all(pair.unseen is None and not pair.flagged for pair in found.pairs)
    assert found.memorization is None


def test_options_are_those_of_evaluate() -> None:
    shifted = np.roll(TRAIN[:5], 2, axis=2)
    assert judge(shifted, TRAIN, shift=0).nearest.distance[0, 0] > 10
    assert judge(shifted, TRAIN, shift=2).nearest.distance[0, 0] < 30
    with pytest.raises(TypeError, match="no option 'shfit'; it has neighbours"):
        judge(HONEST, TRAIN, shfit=2)


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (TRAIN[:, :4], r"train holds images of \(4, 8, 1\), generated ones are of \(8, 8, 1\)"),
        (TRAIN[0], r"train has the shape \(8, 8\)"),
        (TRAIN[:0], "train has the shape"),
        (TRAIN.astype(float), "train holds float64 from 0.0 to 255.0"),
        (np.full((3, 8, 8), np.nan), "train holds float64 from nan"),
        ([[[1], [2, 3]]], "train is no array of images of one size"),
        (TRAIN.astype(np.int64), "train holds int64"),
    ],
)
def test_arrays_that_do_not_fit(images: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        judge(HONEST, images)


def test_floats_from_0_to_1_are_not_taken_for_bright_images() -> None:
    bright = TRAIN.astype(np.float32) / 255
    with pytest.raises(InputError, match=r"make those of \[0, 1\] 2 \* x - 1"):
        judge(bright[:200], bright[200:], bright[:100])
    with pytest.raises(InputError, match=r"make those of \[0, 1\] 2 \* x - 1"):
        judge(bright[:200], TRAIN)
    with pytest.raises(InputError, match="generated holds float32 from 0"):
        judge(*[bright * 255] * 3)
    with pytest.raises(InputError, match="generated is no array of images of one size"):
        judge([np.zeros((8, 8)), np.zeros((7, 8))], TRAIN)
    usual = TRAIN.astype(np.float32) / 127.5 - 1
    with pytest.raises(InputError, match="none of the floats of unseen is below 0"):
        judge(usual[:200], usual, bright[:200])


@pytest.mark.parametrize(
    ("name", "value"), [("fdr", 5), ("shift", -1), ("images", 0), ("mirror", 1)]
)
def test_options_are_held_to_their_ranges(name: str, value: object) -> None:
    with pytest.raises(InputError, match=f"evaluate.{name}"):
        judge(HONEST, TRAIN, UNSEEN, **{name: value})


def test_the_lines_that_the_docs_write() -> None:
    text = Path(__file__).parents[2].joinpath("docs/judge.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert any("from wgan.evaluation import judge" in each for each in code)
    for each in code:
        compile(each, "docs/judge.md", "exec")


def test_no_module_takes_the_functions_name():
    """A submodule called judge would replace it once anything imports that."""
    package = importlib.import_module("wgan.evaluation")
    assert "judge" not in {module.name for module in pkgutil.iter_modules(package.__path__)}


def test_the_most_suspicious_pairs_come_first(pictures):
    rng = np.random.default_rng(4)
    train, unseen, honest = (pictures(rng, count) for count in (300, 220, 280))
    found = judge(np.concatenate([honest, train[:6]]), train, unseen, pairs=60)
    order = [(not pair.flagged, pair.p) for pair in found.pairs]
    assert order == sorted(order)
    assert len(set(order)) > 2


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_training_images_are_no_error(count):
    assert judge(HONEST, TRAIN[:count], UNSEEN).quality.verdict == "inconclusive"


def test_floats_far_out_of_range_are_refused():
    floats = np.linspace(-1.2, 1.2, 128, dtype=np.float32).reshape(2, 8, 8)
    with pytest.raises(InputError, match="train holds float32 from -1\\.2"):
        as_images(floats, "train")
