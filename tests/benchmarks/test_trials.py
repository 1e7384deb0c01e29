"""Trials: what a kept result is known by, and that a changed shape changes the networks."""

import json

import pytest

from benchmarks.recipes import trials
from benchmarks.recipes.default import ROWS
from benchmarks.recipes.shapes import shaped
from wgan.gan.networks import pair
from wgan.gan.networks.spec import Spec


def shapes(build, width: float = 1) -> list[list[tuple[int, ...]]]:
    spec = Spec(28, 1, latent_dim=16, classes=10, critic_labels="projection", width=width)
    return [[tuple(weight.shape) for weight in model.weights] for model in build(spec)]


@pytest.mark.parametrize(
    "name", [name for name in ROWS if "latents" not in name and "planes" not in name]
)
def test_each_row_trains_the_networks_that_its_name_says(name):
    build = pair("compact").build
    generator, critic = shapes(build)
    changes, options = ROWS[name]
    with shaped(changes):
        ours, theirs = shapes(build, options.get("width", 1))
    assert (ours != generator) == ("generator" in changes or "width" in options)
    # the deviation has no weights: it makes the last layers one channel wider
    assert (theirs != critic) == ("critic" in changes or "width" in options)
    assert shapes(build) == [generator, critic], "changed for good"


def test_a_result_is_kept_for_the_same_options_data_and_code(tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(trials, "run", lambda changes, seed, picture: ran.append(seed) or {"x": 1})
    kept = tmp_path / "kept.jsonl"
    for place, changes, seed in (
        ("here", {"steps": 1}, 0),
        ("here", {"steps": 1}, 0),
        ("here", {"steps": 2}, 0),
        ("here", {"steps": 1}, 1),
        ("there", {"steps": 1}, 0),
    ):
        monkeypatch.setattr(trials, "ran_on", lambda place=place: place)
        (result,) = trials.results([("row", changes, seed)], kept)
        assert result == {"name": "row", "seed": seed, "x": 1}
    assert ran == [0, 0, 1, 0]
    assert len([json.loads(line) for line in kept.read_text().splitlines()]) == 4
