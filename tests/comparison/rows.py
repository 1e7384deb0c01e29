"""Runs as `dvc exp show` tells of them."""

from wgan.comparison.runs import Group, read_rows


def row(name, w1=1.1, copying="none seen", trend="converged", **params):
    return {
        "Experiment": name,
        "rev": f"rev-{name}",
        "State": None,
        "stages/train.py": "abc",
        "w1_ratio": w1,
        "coverage": 0.5,
        "copying": copying,
        "trend": trend,
        **{key.replace("__", "."): value for key, value in params.items()},
    }


def runs(*rows):
    return read_rows(rows).runs


def group(*scores):
    return Group("x", runs(*(row(str(i), w1, train__seed=float(i)) for i, w1 in enumerate(scores))))
