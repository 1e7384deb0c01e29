"""Weights to start from: another run's networks, of the same layers."""

import json
import zipfile
from pathlib import Path
from typing import Any

import keras

from wgan.errors import DAMAGED, InputError, reason

FREE = ("dtype", "momentum", "name", "rate", "seed", "trainable")
"""What layers may differ in; initializers, too, for their work is done."""

UNREADABLE = (*DAMAGED, AttributeError, TypeError)
"""What a damaged file, or one of another kind, leads to."""


def start_from(model: keras.Model, path: Path) -> None:
    """Give `model` the weights of a Keras file.

    Nothing in the file is run: its layers are only compared with the model's, as JSON, and weights are
    arrays of numbers. Raises InputError, of option start_from, if the layers differ or the file
    can't be read.
    """
    try:
        with zipfile.ZipFile(path) as file:
            theirs = _layers(json.loads(file.read("config.json")))
        difference = _difference(_layers(json.loads(model.to_json())), theirs)
        if difference is None:
            model.load_weights(path)
    except UNREADABLE as error:
        raise InputError(f"{path} can't be used: {reason(error)}", option="start_from") from None
    if difference:
        raise InputError(f"{path} has other layers: {difference}", option="start_from")


def _layers(saved: dict[str, Any]) -> list[dict[str, Any]]:
    """What each layer is, without what it may differ in."""
    return [
        {"kind": layer["class_name"]}
        | {
            key: value
            for key, value in layer["config"].items()
            if key not in FREE and not key.endswith("_initializer")
        }
        for layer in saved["config"]["layers"]
    ]


def _difference(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> str | None:
    """The first layer that differs, in words; keys that one Keras has and another hasn't don't."""
    if len(ours) != len(theirs):
        return f"{len(theirs)}, where this run has {len(ours)}"
    for number, (own, other) in enumerate(zip(ours, theirs, strict=True)):
        for key in own:
            if key in other and own[key] != other[key]:
                return f"the {key} of layer {number} is {other[key]}, in this run {own[key]}"
    return None
